using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Any loss L of targets and predictions t = s t' + m that were shifted and scaled: L(s p' + m, s t' + m) / s. Right for every loss, whatever its
/// parameters and its unit are, because L sees its own units. The gradient by p' is then L's own gradient in those units.
/// </summary>
internal sealed class RescaledLoss(Loss inner, float scale, float shift) : Loss
{
    /// <inheritdoc/>
    public override string Canonical => inner.Canonical;

    /// <inheritdoc/>
    public override LossDomain Domain { get; } = inner.Domain with
    {
        LowestTarget = Scaled(inner.Domain.LowestTarget, scale, shift),
        HighestTarget = Scaled(inner.Domain.HighestTarget, scale, shift)
    };

    /// <inheritdoc/>
    public override LogarithmBase? Base => inner.Base;

    /// <inheritdoc/>
    public override Loss RowLoss => ReferenceEquals(inner.RowLoss, inner) ? this : new RescaledLoss(inner.RowLoss, scale, shift);

    /// <inheritdoc/>
    public override double OfMean(double mean) => inner.OfMean(mean * scale) / scale;

    /// <inheritdoc/>
    public override float Divisor(int label) => inner.Divisor(label);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        1 / scale * inner.Compute(scale * prediction + shift, targets.AreLabels ? targets : InDomain(scale * targets.Values + shift), rowWeights, reduction);

    /// <summary>Scaled back, a target at the end of the domain may lie beyond it by its rounding.</summary>
    private Tensor InDomain(Tensor targets)
    {
        LossDomain domain = inner.Domain;
        if (float.IsFinite(domain.LowestTarget)) targets = targets.Maximum(domain.LowestTarget);
        return float.IsFinite(domain.HighestTarget) ? targets.Minimum(domain.HighestTarget) : targets;
    }

    private static float Scaled(float bound, float scale, float shift) => (float)(((double)bound - shift) / scale);
}
