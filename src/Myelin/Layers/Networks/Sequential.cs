using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Layers one after the other. Each is named by its place, counted as in PyTorch, where an activation is a module of its own: in
/// <c>linear:8 relu linear:3</c> the linear layers are <c>0</c> and <c>2</c>.
/// </summary>
public sealed class Sequential : Layer
{
    private readonly Layer[] layers;

    /// <summary>Puts layers in a row.</summary>
    /// <param name="layers">The layers; each belongs to one network only, and to one place in it.</param>
    /// <exception cref="ArgumentException">A layer stands in two places, also inside other layers: its weights would be saved twice and counted
    /// twice.</exception>
    public Sequential(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = [.. layers];
        RequireOnePlaceEach(this.layers, new HashSet<Layer>(ReferenceEqualityComparer.Instance));
        var children = new (string, Layer)[layers.Length];
        for (int i = 0, place = 0; i < layers.Length; place += layers[i++].Places) children[i] = ($"{place}", layers[i]);
        Children = children;
        Place("");
    }

    /// <inheritdoc/>
    public override string Canonical => string.Join(' ', layers.Select(layer => layer.Canonical));

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Layer Layer)> Children { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [.. layers.SelectMany(layer => layer.PredictionSteps)];

    /// <summary>The number of layers.</summary>
    public int Count => layers.Length;

    /// <summary>The layer at a place, counted from 0: <c>network[0]</c> is the first.</summary>
    /// <param name="index">The place. Names count an activation behind a linear layer as a place of its own, this does not.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such layer.</exception>
    public Layer this[int index] => (uint)index < (uint)layers.Length ? layers[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {layers.Length} layers, counted from 0.");

    /// <summary>Builds the layers that a text describes, such as <c>conv:32,5 relu pool:2 flatten linear:10</c>.</summary>
    /// <param name="text">Layers in the grammar of <see cref="LayerCatalog"/>, separated by spaces.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="catalogs">The catalogues that know the layers and activations; by default <see cref="Catalogs.Default"/>.</param>
    /// <exception cref="InvalidInputException">An unknown layer or option, or layers that do not fit each other.</exception>
    public static Sequential Build(string text, Shape inputShape, RandomSource random, Catalogs? catalogs = null) =>
        LayerCatalog.Build(text, inputShape, random, catalogs);

    /// <summary>
    /// The same function with fewer layers: linear layers that follow each other without an activation become one, W = W₂ W₁ and b = W₂ b₁ + b₂, also
    /// inside residual layers; all other layers are copied. Outputs are equal but for rounding.
    /// </summary>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="catalogs">The catalogues that know the layers and activations; by default <see cref="Catalogs.Default"/>.</param>
    /// <returns>A network with values of its own.</returns>
    /// <exception cref="ArgumentException">The layers do not take such rows.</exception>
    public Sequential Collapse(Shape inputShape, Catalogs? catalogs = null)
    {
        _ = OutputShape(inputShape);
        return LinearCollapse.Of(this, inputShape, catalogs);
    }

    /// <summary>
    /// The first layers as a network of its own, with values copied: its outputs are the features that a hidden layer has learnt, a projection of
    /// rows onto as many dimensions as the layer has neurons.
    /// </summary>
    /// <param name="count">How many layers, from 1 to all. An activation that stands behind a linear layer belongs to it, as <see cref="Children"/>
    /// shows.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="catalogs">The catalogues that know the layers and activations; by default <see cref="Catalogs.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More layers than there are, or none.</exception>
    /// <exception cref="ArgumentException">The layers do not take such rows.</exception>
    public Sequential FirstLayers(int count, Shape inputShape, Catalogs? catalogs = null)
    {
        _ = OutputShape(inputShape);
        if (count < 1 || count > layers.Length)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {layers.Length} layers, so their number is from 1 to {layers.Length}.");
        Layer[] kept = layers[..count];
        var copy = Build(string.Join(' ', kept.Select(layer => layer.Canonical)), inputShape, new RandomSource(0), catalogs);
        foreach ((Parameter to, Parameter from) in copy.Parameters.Zip(kept.SelectMany(layer => layer.Parameters))) to.Slot.Overwrite(from.Value.Span);
        foreach ((LayerBuffer to, LayerBuffer from) in copy.Buffers.Zip(kept.SelectMany(layer => layer.Buffers))) from.Span.CopyTo(to.Span);
        return copy;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => layers.Aggregate(inputShape, (shape, layer) => layer.OutputShape(shape));

    /// <inheritdoc/>
    public override int FewestTrainingRows(Shape inputShape)
    {
        int fewest = 1;
        foreach (Layer layer in layers)
        {
            fewest = Math.Max(fewest, layer.FewestTrainingRows(inputShape));
            if (inputShape.Rank > 0) inputShape = layer.OutputShape(inputShape);
        }

        return fewest;
    }

    /// <inheritdoc/>
    public override long ValuesPerRow(Shape inputShape, bool training)
    {
        long values = 0;
        foreach (Layer layer in layers)
        {
            values += layer.ValuesPerRow(inputShape, training);
            inputShape = layer.OutputShape(inputShape);
        }

        return values;
    }

    private static void RequireOnePlaceEach(IEnumerable<Layer> layers, HashSet<Layer> seen)
    {
        foreach (Layer layer in layers)
        {
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
            if (!seen.Add(layer))
                throw new ArgumentException($"The layer '{layer.Canonical}' stands in two places of the network. Make a layer of its own for each; "
                    + $"to use one twice, write a layer that calls it twice.", nameof(layers));
            RequireOnePlaceEach(layer.Children.Select(child => child.Layer), seen);
        }
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        foreach (Layer layer in layers) x = layer.Forward(x);
        return x;
    }
}
