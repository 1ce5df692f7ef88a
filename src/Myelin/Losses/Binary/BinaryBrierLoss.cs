using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Brier score of two classes: the squared error of the probability of class 1. Per element, with the probability p and the target y from 0 to 1: value
/// (p - y)², derivative 2 (p - y). A proper score, but through a sigmoid its gradient dies where the network is sure and wrong; cross-entropy from logits keeps
/// it. A row's loss is the mean over its elements. Probabilities are taken as they are; NaN gives NaN. The trainer applies a sigmoid to the
/// network's output. Source: Brier, "Verification of forecasts expressed in terms of probability" (1950).
/// </summary>
public sealed class BinaryBrierLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("binary-brier", "Brier score of two classes: the squared error of the probability of class 1.",
        _ => new BinaryBrierLoss())
    { Suits = "networks that end in a sigmoid, where probabilities are judged" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromProbabilities;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<SquaredError>.Apply(prediction, targets, rowWeights, reduction, default);
}
