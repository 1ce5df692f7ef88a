using Myelin.Kernels;
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
    /// <param name="layers">The layers; each belongs to one network only.</param>
    public Sequential(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = layers;
        var children = new (string, Layer)[layers.Length];
        for (int i = 0, place = 0; i < layers.Length; place += layers[i++].Places) children[i] = ($"{place}", layers[i]);
        Children = children;
        Place("");
    }

    /// <inheritdoc/>
    public override string Canonical => string.Join(' ', layers.Select(layer => layer.Canonical));

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Layer Layer)> Children { get; }

    /// <summary>Builds the layers that a text describes, such as <c>conv:32,5 relu pool:2 flatten linear:10</c>.</summary>
    /// <param name="text">Layers in the grammar of <see cref="LayerCatalog"/>, separated by spaces.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <exception cref="InvalidInputException">An unknown layer or option, or layers that do not fit each other.</exception>
    public static Sequential Build(string text, Shape inputShape, RandomSource random) => LayerCatalog.Build(text, inputShape, random);

    /// <summary>
    /// The same function with fewer layers: linear layers that follow each other without an activation become one, W = W₂ W₁ and b = W₂ b₁ + b₂, also inside residual layers; all other layers are copied.
    /// Outputs are equal but for rounding.
    /// </summary>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <returns>A network with values of its own.</returns>
    /// <exception cref="ArgumentException">The layers do not take such rows.</exception>
    public Sequential Collapse(Shape inputShape)
    {
        _ = OutputShape(inputShape);
        return LinearCollapse.Of(this, inputShape);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => layers.Aggregate(inputShape, (shape, layer) => layer.OutputShape(shape));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        foreach (Layer layer in layers) x = layer.Forward(x);
        return x;
    }
}
