using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Brier score: the squared error of the probabilities of the classes. For the probabilities p and a target distribution t, 1 at a label's class and
/// 0 elsewhere: value Σ (p_k - t_k)², from 0 to 2, gradient 2 (p_k - t_k). The mean squared error of the same rows is this divided by the number of
/// classes. A proper score; see <see cref="BinaryBrierLoss"/> for where it fails as a loss. Probabilities are taken as they are; NaN gives NaN. The
/// trainer applies soft-max to the network's output. Source: Brier, "Verification of forecasts expressed in terms of probability" (1950).
/// </summary>
public sealed class BrierLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("brier", "Brier score: the squared distance of the probabilities from the class.",
        _ => new BrierLoss())
    { Suits = "networks that end in soft-max, where probabilities are judged" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.ClassesFromProbabilities;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ProbabilityRowOperation<SquaredError>.Apply(Canonical, prediction, targets, rowWeights, reduction, default, classWeights: null);

    /// <summary>The squared error of each class's probability, whose sum is the row's loss.</summary>
    /// <inheritdoc/>
    protected internal override IReadOnlyList<IReadOnlyList<float>> Terms(Tensor prediction, Targets targets)
    {
        Tensor distribution = targets.AreLabels ? LossTerms.OneHot(targets.Labels, prediction.Shape.CountBehind(0)) : targets.Values;
        return LossTerms.OfElements(new MeanSquaredErrorLoss(), prediction, distribution);
    }
}
