using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// What a network takes of memory, and what follows from it: how many rows are predicted at once, and which networks are refused. A prediction takes
/// <see cref="Budget"/> / (bytes of a row) rows at once, at least 1 and at most <see cref="MostRows"/>. The bytes of a row are those of its input and of
/// <see cref="Layer.ValuesPerRow"/>, 4 a value.
/// </summary>
/// <remarks>
/// The rule knows the network and the shape of a row alone, not the machine, so everything is cut alike everywhere. A row's prediction does not
/// depend on the cut.
/// </remarks>
public static class NetworkMemory
{
    /// <summary>The bytes that the values of rows taken at once may have together, 64 MiB; a single row may have more.</summary>
    public const long Budget = 64L << 20;

    /// <summary>The most rows that a prediction takes at once, 256.</summary>
    public const int MostRows = 256;

    // Weights, gradients, two states of an optimizer, the best weights so far, and those being saved.
    private const long BytesPerParameter = 6 * sizeof(float);

    /// <summary>The bytes that the process may have.</summary>
    internal static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The bytes that the values of one row take: its input and what every layer keeps.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="training">Whether in a training step, gradients included, or in a prediction.</param>
    /// <exception cref="ArgumentException">The network does not take such rows.</exception>
    public static long OfRow(Layer network, Shape inputShape, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        return sizeof(float) * (inputShape.Count + network.ValuesPerRow(inputShape, training));
    }

    /// <summary>How many rows are predicted at once.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="most">The most rows at once.</param>
    /// <exception cref="ArgumentException">The network does not take such rows.</exception>
    public static int RowsAtOnce(Layer network, Shape inputShape, int most = MostRows) => RowsAtOnce(OfRow(network, inputShape), most);

    /// <summary>How many rows of a size are taken at once.</summary>
    /// <param name="bytesOfRow">The bytes of one row.</param>
    /// <param name="most">The most rows at once.</param>
    public static int RowsAtOnce(long bytesOfRow, int most) => (int)Math.Clamp(Budget / Math.Max(1, bytesOfRow), 1, most);

    /// <summary>Refuses a network of which a single row needs more memory than the machine has.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="name">Where the network comes from, for the message.</param>
    /// <exception cref="InvalidInputException">A row needs more than there is.</exception>
    public static void RequirePrediction(Layer network, Shape inputShape, string name) => RequirePrediction(network, inputShape, name, Available);

    /// <summary>
    /// Refuses a network whose training needs more memory than the machine has: the parameters with their gradients and the optimizer's state, and
    /// the values of a batch with theirs.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="batchRows">The rows of a batch.</param>
    /// <exception cref="InvalidInputException">The training needs more than there is.</exception>
    public static void RequireTraining(Layer network, Shape inputShape, int batchRows) => RequireTraining(network, inputShape, batchRows, Available);

    internal static void RequirePrediction(Layer network, Shape inputShape, string name, long available)
    {
        long needed = OfRow(network, inputShape);
        if (needed > available)
            throw new InvalidInputException($"{name} has a network in which a single row takes {MiB(needed)}, and {MiB(available)} are there; use "
                + $"a machine with more memory, or train a network with fewer or smaller layers.");
    }

    internal static void RequireTraining(Layer network, Shape inputShape, int batchRows, long available)
    {
        Int128 ofParameters = (Int128)network.ParameterCount * BytesPerParameter, ofBatch = (Int128)batchRows * OfRow(network, inputShape, training: true);
        if (ofParameters > available)
            throw new InvalidInputException($"The network has {network.ParameterCount} parameters, whose training takes {MiB(ofParameters)}, and "
                + $"{MiB(available)} are there; choose smaller layers.");
        if (ofParameters + ofBatch > available)
            throw new InvalidInputException($"Training takes {MiB(ofParameters)} for the parameters and {MiB(ofBatch)} for a batch of {batchRows} "
                + $"rows, and {MiB(available)} are there; choose a smaller batch, or fewer or smaller layers.");
    }

    /// <summary>Bytes as a message shows them.</summary>
    internal static string MiB(Int128 bytes) => $"{bytes >> 20} MiB";
}
