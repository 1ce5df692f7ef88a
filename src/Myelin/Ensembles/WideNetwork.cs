using Myelin.Activations;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Ensembles;

/// <summary>
/// Members of one architecture as one network. In a product a sum of length k is cut into chunks of 256, so a member's block of hidden units must
/// begin where its own chunks stay whole: units that give nothing fill the gaps.
/// </summary>
internal sealed class WideNetwork
{
    private const long LargestCount = 1L << 28;

    private readonly Catalogs? catalogs;
    private readonly List<Layer> layers = [];

    // Where each member's units begin among the inputs of the next layer; null while all members read the same inputs.
    private int[]? starts;
    private int width;
    private Shape shape;

    private WideNetwork(IReadOnlyList<Sequential> members, Shape inputShape, Catalogs? catalogs)
    {
        (this.catalogs, shape) = (catalogs, inputShape);
        Layer[][] rows = [.. members.Select(member => Flat(member).ToArray())];
        int depth = rows[0].Length, last = Array.FindLastIndex(rows[0], IsLinear);
        if (Array.FindIndex(rows, row => row.Length != depth) is >= 0 and var other) throw Differ(members[0], members[other]);
        for (int place = 0; place < depth; place++) Add([.. rows.Select(row => row[place])], isLast: place == last);
    }

    /// <summary>The layers that give all members' outputs side by side.</summary>
    /// <param name="members">The members.</param>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="catalogs">The catalogues that know the activations.</param>
    internal static IReadOnlyList<Layer> Of(IReadOnlyList<Sequential> members, Shape inputShape, Catalogs? catalogs) =>
        new WideNetwork(members, inputShape, catalogs) is { starts: not null } wide
        ? wide.layers
        : throw new InvalidInputException("Members without a linear layer are no ensemble to put side by side.");

    /// <summary>Refuses a layer that is too large to be one tensor.</summary>
    internal static void RequireRoom(int outputs, int inputs)
    {
        if ((long)outputs * inputs > LargestCount)
            throw new InvalidInputException($"As one network this ensemble has a layer of {outputs} units with {inputs} inputs each, which is too "
                + $"large; take fewer or smaller members.");
    }

    /// <summary>The layers of a network one after the other, those of networks inside it in their places.</summary>
    private static IEnumerable<Layer> Flat(Layer layer) => layer is Sequential network ? network.Children.SelectMany(child => Flat(child.Layer)) : [layer];

    private static bool IsLinear(Layer layer) => !layer.DrawsInside && layer.PredictionSteps is ([AffineStep] or [AffineStep, PointwiseStep]);

    private static InvalidInputException Differ(Layer one, Layer other) =>
        new($"Members of one architecture can be put side by side, but one has '{one.Canonical}' where another has '{other.Canonical}'.");

    private void Add(Layer[] level, bool isLast)
    {
        if (level.All(IsLinear))
        {
            AddLinear(level, isLast);
            return;
        }

        if (Array.Find(level, layer => IsLinear(layer) != IsLinear(level[0])) is { } another) throw Differ(level[0], another);
        if (level[0].PredictionSteps.Any(step => step is not (PointwiseStep or FlattenStep)))
            throw new InvalidInputException($"An ensemble as one network takes linear layers, activations, dropout and flatten, not '{level[0].Canonical}'.");
        if (Array.Find(level, layer => layer.Canonical != level[0].Canonical) is { } other) throw Differ(level[0], other);
        Sequential copy = Sequential.Build(level[0].Canonical, shape, new RandomSource(0), catalogs);
        shape = copy.OutputShape(shape);
        layers.AddRange(copy.Children.Select(child => child.Layer));
    }

    private void AddLinear(Layer[] level, bool isLast)
    {
        Activation activation = ActivationOf(level[0]);
        if (Array.Find(level, layer => ActivationOf(layer).Canonical != activation.Canonical) is { } other) throw Differ(level[0], other);
        AffineStep[] maps = [.. level.Select(layer => (AffineStep)layer.PredictionSteps[0])];
        int inputs = starts is null ? maps[0].Inputs : width;
        (int[] places, int outputs) = Arrange([.. maps.Select(map => map.Outputs)], isLast);
        RequireRoom(outputs, inputs);
        var weights = new float[outputs * inputs];
        var biases = new float[outputs];
        for (int member = 0; member < maps.Length; member++)
        {
            AffineStep map = maps[member];
            ReadOnlySpan<float> own = map.Weight.Value.Span;
            map.Bias.Value.Span.CopyTo(biases.AsSpan(places[member]));
            int start = starts?[member] ?? 0;
            for (int unit = 0; unit < map.Outputs; unit++)
                own.Slice(unit * map.Inputs, map.Inputs).CopyTo(weights.AsSpan((places[member] + unit) * inputs + start));
        }

        layers.Add(new Linear(new Tensor(new Shape(outputs, inputs), weights), new Tensor(new Shape(outputs), biases), activation));
        (starts, width, shape) = (places, outputs, new Shape(outputs));
    }

    private static Activation ActivationOf(Layer layer) =>
        layer.PredictionSteps is [_, PointwiseStep { Function: var function }] ? function : Activation.Identity;

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
