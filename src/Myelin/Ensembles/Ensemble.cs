using Myelin.Activations;
using Myelin.Layers;
using Myelin.Metrics;
using Myelin.Tensors;

namespace Myelin.Ensembles;

/// <summary>
/// Networks that answer the same question, and their answers put together: the mean of outputs, the mean of probabilities, or a vote. And the same as
/// one wide network, whose hidden units are the members'. Source: Hansen and Salamon, "Neural network ensembles" (1990).
/// </summary>
public sealed class Ensemble
{
    private readonly Sequential[] members;

    /// <summary>Takes trained networks.</summary>
    /// <param name="inputShape">The shape of one row of every member's input.</param>
    /// <param name="members">The members, at least one; they are not copied.</param>
    /// <exception cref="ArgumentException">No members, or members that do not take such rows or give outputs of different shapes.</exception>
    public Ensemble(Shape inputShape, params IReadOnlyList<Sequential> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0) throw new ArgumentException("An ensemble has at least one member.", nameof(members));
        (InputShape, OutputShape) = (inputShape, members[0].OutputShape(inputShape));
        if (members.FirstOrDefault(member => member.OutputShape(inputShape) != OutputShape) is { } other)
            throw new ArgumentException($"Every member of an ensemble gives outputs of one shape, but '{members[0].Canonical}' gives {OutputShape} "
                + $"and '{other.Canonical}' {other.OutputShape(inputShape)}.", nameof(members));
        this.members = [.. members];
    }

    /// <summary>The members.</summary>
    public IReadOnlyList<Sequential> Members => members;

    /// <summary>The shape of one row of the input.</summary>
    public Shape InputShape { get; }

    /// <summary>The shape of one row of the output.</summary>
    public Shape OutputShape { get; }

    /// <summary>
    /// The mean of the members' outputs, added in double precision: (1/M) Σ hₘ(x). Of logits its soft-max is the geometric mean of the members'
    /// probabilities, normalised.
    /// </summary>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <exception cref="ArgumentException">Not whole rows.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs) => Mean(Outputs(inputs));

    /// <summary>
    /// The mean of the members' probabilities, which soft-max makes of each member's logits; from a single logit a row, the sigmoid makes the second
    /// class's.
    /// </summary>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <returns>A probability for each output of each row.</returns>
    /// <exception cref="ArgumentException">Not whole rows.</exception>
    public float[] PredictProbabilities(ReadOnlySpan<float> inputs) => Mean([.. Outputs(inputs).Select(outputs =>
    {
        int width = OutputShape.Count;
        var logits = new Tensor(new Shape(outputs.Length / width, width), outputs);
        return (width == 1 ? Activation.Of(default(Sigmoid)).Apply(logits) : logits.Softmax()).ToArray();
    })]);

    /// <summary>
    /// The class that most members choose, each its largest output; of a single output a row the second class where it is above 0. Where several
    /// classes have as many votes, the first of them. A row with an output that is NaN gets the vote for its first NaN, as
    /// <see cref="Tensor.ArgMax"/> gives it.
    /// </summary>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <exception cref="ArgumentException">Not whole rows.</exception>
    public int[] Vote(ReadOnlySpan<float> inputs)
    {
        int width = OutputShape.Count, classes = Math.Max(width, 2), rows = inputs.Length / InputShape.Count;
        var votes = new int[rows * classes];
        foreach (float[] outputs in Outputs(inputs))
        {
            Labels? chosen = width == 1 ? default(Labels?) : new Tensor(new Shape(rows, width), outputs).ArgMax();
            for (int row = 0; row < rows; row++) votes[row * classes + (chosen is { } labels ? labels[row] : ClassScores.Decide(outputs.AsSpan(row, 1)))]++;
        }

        return [.. Enumerable.Range(0, rows)
            .Select(row => Array.IndexOf(votes, votes[(row * classes)..((row + 1) * classes)].Max(), row * classes) - row * classes)];
    }

    /// <summary>
    /// One network that gives all members' outputs side by side, <c>[rows, members · outputs]</c>: the first layers' weights stacked, the others'
    /// along the diagonal with zeros elsewhere. Each output is equal to its member's to the bit (where an underflow makes a hidden unit's sum -0, it
    /// may be +0), as long as no hidden unit of another member is infinite or NaN.
    /// </summary>
    /// <param name="catalogs">The catalogues that know the activations; by default <see cref="Catalogs.Default"/>.</param>
    /// <exception cref="InvalidInputException">The members differ in layers or activations, have others than linear layers, activations, dropout and
    /// flatten, or the network would be too large.</exception>
    /// <exception cref="InvalidInputException">An activation that the catalogues do not know.</exception>
    public Sequential SideBySide(Catalogs? catalogs = null) => new([.. WideNetwork.Of(members, InputShape, catalogs)]);

    /// <summary>
    /// One ordinary network with the mean of the members' outputs: <see cref="SideBySide"/> and a linear layer of weights 1/M behind it. A mean
    /// differs from the exact one by at most M/4 + 1 units in the last place of the largest output.
    /// </summary>
    /// <param name="catalogs">The catalogues that know the activations; by default <see cref="Catalogs.Default"/>.</param>
    /// <exception cref="InvalidInputException">As <see cref="SideBySide"/>.</exception>
    /// <exception cref="InvalidInputException">An activation that the catalogues do not know.</exception>
    public Sequential ToNetwork(Catalogs? catalogs = null)
    {
        IReadOnlyList<Layer> layers = WideNetwork.Of(members, InputShape, catalogs);
        int outputs = OutputShape.Count, wide = members.Length * outputs;
        WideNetwork.RequireRoom(outputs, wide);
        var weights = new float[outputs * wide];
        for (int output = 0; output < outputs; output++)
        {
            for (int member = 0; member < members.Length; member++) weights[output * wide + member * outputs + output] = 1f / members.Length;
        }

        return new Sequential([.. layers, new Linear(new Tensor(new Shape(outputs, wide), weights), new Tensor(new Shape(outputs), new float[outputs]))]);
    }

    private float[][] Outputs(ReadOnlySpan<float> inputs)
    {
        var outputs = new float[members.Length][];
        for (int member = 0; member < members.Length; member++) outputs[member] = members[member].Predict(InputShape, inputs);
        return outputs;
    }

    private static float[] Mean(float[][] values)
    {
        var mean = new float[values[0].Length];
        for (int i = 0; i < mean.Length; i++) mean[i] = (float)(values.Sum(member => (double)member[i]) / values.Length);
        return mean;
    }
}
