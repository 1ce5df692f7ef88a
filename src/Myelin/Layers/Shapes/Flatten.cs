using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>Lays every row out as one axis: <c>[rows, …]</c> becomes <c>[rows, values]</c>.</summary>
public sealed class Flatten : Layer
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "flatten",
        "Lays every row out as one axis.",
        _ => new LayerFactory(_ => new Flatten()))
    {
        Suits = "the change from images to linear layers",
    };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new FlattenStep(this)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => new(inputShape.Count);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ReshapeOperation.Apply(x, new Shape(x.Shape[0], x.Shape.CountBehind(0)));
}
