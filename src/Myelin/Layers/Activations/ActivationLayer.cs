using Myelin.Activations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>An activation on its own, for places where no layer with weights stands before it. Any shape.</summary>
/// <param name="activation">The function.</param>
public sealed class ActivationLayer(Activation activation) : Layer
{
    /// <inheritdoc/>
    public override string Canonical => activation.Canonical;

    /// <inheritdoc/>
    public override Activation Activation => activation;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => activation.IsIdentity ? [] : [new PointwiseStep(this, activation)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => activation.Apply(x);
}
