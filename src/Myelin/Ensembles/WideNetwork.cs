using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Ensembles;

/// <summary>
/// Members of one architecture as one network. In a product a sum of length k is cut into chunks of 256, so a member's block of hidden units must begin where its own chunks stay whole:
/// units that give nothing fill the gaps.
/// </summary>
internal sealed class WideNetwork
{
    private const long LargestCount = 1L << 28;

    private readonly IReadOnlyList<Sequential> members;
    private readonly List<Layer> layers = [];

    // Where each member's units begin among the inputs of the next layer; null while all members read the same inputs.
    private int[]? starts;
    private int width;
    private Shape shape;

    private WideNetwork(IReadOnlyList<Sequential> members, Shape inputShape)
    {
        (this.members, shape) = (members, inputShape);
        int depth = members[0].Children.Count, last = LastLinear(members[0]);
        if (members.FirstOrDefault(member => member.Children.Count != depth) is { } other) throw Differ(members[0], other);
        for (int place = 0; place < depth; place++) Add([.. members.Select(member => member.Children[place].Layer)], isLast: place == last);
    }

    /// <summary>The layers that give all members' outputs side by side.</summary>
    /// <param name="members">The members.</param>
    /// <param name="inputShape">The shape of one row.</param>
    internal static IReadOnlyList<Layer> Of(IReadOnlyList<Sequential> members, Shape inputShape) => new WideNetwork(members, inputShape) is { starts: not null } wide
        ? wide.layers
        : throw new ArgumentException("Members without a linear layer are no ensemble to put side by side.");

    /// <summary>Refuses a layer that is too large to be one tensor.</summary>
    internal static void RequireRoom(int outputs, int inputs)
    {
        if ((long)outputs * inputs > LargestCount)
            throw new ArgumentException($"As one network this ensemble has a layer of {outputs} units with {inputs} inputs each, which is too large; take fewer or smaller members.");
    }

    private static int LastLinear(Sequential network) => network.Children.ToList().FindLastIndex(child => child.Layer is Linear);

    private static ArgumentException Differ(Layer one, Layer other) =>
        new($"Members of one architecture can be put side by side, but one has '{one.Canonical}' where another has '{other.Canonical}'.");

    private void Add(Layer[] level, bool isLast)
    {
        if (level.All(layer => layer is Linear))
        {
            AddLinear([.. level.Cast<Linear>()], isLast);
            return;
        }

        if (Array.Find(level, layer => layer is Linear != level[0] is Linear) is { } another) throw Differ(level[0], another);
        if (level[0] is not (ActivationLayer or Dropout or AlphaDropout or Flatten))
            throw new ArgumentException($"An ensemble as one network takes linear layers, activations, dropout and flatten, not '{level[0].Canonical}'.");
        if (Array.Find(level, layer => layer.Canonical != level[0].Canonical) is { } other) throw Differ(level[0], other);
        Layer copy = Sequential.Build(level[0].Canonical, shape, new RandomSource(0)).Children[0].Layer;
        shape = copy.OutputShape(shape);
        layers.Add(copy);
    }

    private void AddLinear(Linear[] level, bool isLast)
    {
        if (Array.Find(level, layer => layer.Activation.Canonical != level[0].Activation.Canonical) is { } other) throw Differ(level[0], other);
        int inputs = starts is null ? level[0].Inputs : width;
        (int[] places, int outputs) = Arrange([.. level.Select(layer => layer.Outputs)], isLast);
        RequireRoom(outputs, inputs);
        var weights = new float[outputs * inputs];
        var biases = new float[outputs];
        for (int member = 0; member < level.Length; member++)
        {
            Linear layer = level[member];
            ReadOnlySpan<float> own = layer.OwnParameters[0].Value.Span;
            layer.OwnParameters[1].Value.Span.CopyTo(biases.AsSpan(places[member]));
            int start = starts?[member] ?? 0;
            for (int unit = 0; unit < layer.Outputs; unit++) own.Slice(unit * layer.Inputs, layer.Inputs).CopyTo(weights.AsSpan((places[member] + unit) * inputs + start));
        }

        layers.Add(new Linear(new Tensor(new Shape(outputs, inputs), weights), new Tensor(new Shape(outputs), biases), level[0].Activation));
        (starts, width, shape) = (places, outputs, new Shape(outputs));
    }

    /// <summary>Where the members' blocks begin: next to each other at the outputs, and so that no chunk is cut before another layer.</summary>
    private static (int[] Starts, int Width) Arrange(int[] sizes, bool isLast)
    {
        var starts = new int[sizes.Length];
        int end = 0;
        for (int member = 0; member < sizes.Length; member++)
        {
            int inChunk = end % MatrixMultiply.ChunkLength;
            if (!isLast && inChunk + sizes[member] > MatrixMultiply.ChunkLength && inChunk > 0) end += MatrixMultiply.ChunkLength - inChunk;
            starts[member] = end;
            end = checked(end + sizes[member]);
        }

        return (starts, end);
    }
}
