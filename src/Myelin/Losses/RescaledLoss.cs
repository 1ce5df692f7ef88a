using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Any loss L of targets and predictions that were divided by a scale s: L(s p, s t) / s. Right for every loss, whatever its parameters and its unit are, because L sees its own
/// units. The gradient by p is then L's own gradient in those units.
/// </summary>
internal sealed class RescaledLoss(Loss inner, float scale) : Loss
{
    /// <inheritdoc/>
    public override string Canonical => inner.Canonical;

    /// <inheritdoc/>
    public override LossDomain Domain { get; } = inner.Domain with { LowestTarget = inner.Domain.LowestTarget / scale, HighestTarget = inner.Domain.HighestTarget / scale };

    /// <inheritdoc/>
    public override LogarithmBase? Base => inner.Base;

    /// <inheritdoc/>
    public override Loss RowLoss => ReferenceEquals(inner.RowLoss, inner) ? this : new RescaledLoss(inner.RowLoss, scale);

    /// <inheritdoc/>
    public override double OfMean(double mean) => inner.OfMean(mean * scale) / scale;

    /// <inheritdoc/>
    public override float Divisor(int label) => inner.Divisor(label);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        1 / scale * inner.Compute(scale * prediction, targets.AreLabels ? targets : scale * targets.Values, rowWeights, reduction);
}
