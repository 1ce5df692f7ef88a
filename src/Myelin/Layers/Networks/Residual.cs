using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>y = x + f(x) for inner layers f that keep the shape. Source: He et al., "Deep residual learning for image recognition" (2015).</summary>
/// <param name="inner">The layers f.</param>
public sealed class Residual(Sequential inner) : Layer
{
    /// <inheritdoc/>
    public override string Canonical => $"residual({inner.Canonical})";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Layer Layer)> Children { get; } = [("inner", inner)];

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new ResidualStep(this, inner.PredictionSteps)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape)
    {
        Shape output = inner.OutputShape(inputShape);
        return output == inputShape ? output
            : throw new ArgumentException($"A residual layer needs inner layers that keep the shape; they turn {inputShape} into {output}.",
            nameof(inputShape));
    }

    /// <inheritdoc/>
    public override int FewestTrainingRows(Shape inputShape) => inner.FewestTrainingRows(inputShape);

    /// <inheritdoc/>
    public override long ValuesPerRow(Shape inputShape, bool training) => base.ValuesPerRow(inputShape, training) + inner.ValuesPerRow(inputShape, training);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x + inner.Forward(x);
}
