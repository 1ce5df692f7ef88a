using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Binary cross-entropy from logits (not probabilities), natural logarithm. Per element, with the logit z and the target y from 0
/// to 1: value a c with c = -y ln σ(z) - (1 - y) ln(1 - σ(z)) = max(z, 0) - z y + ln(1 + e^-|z|), derivative a (σ(z) - y) = a [(1 - y) σ(z) - y σ(-z)];
/// a = α y + (1 - α)(1 - y), or 1 without α: with α = 1/2 half of the loss without. Where class 1 is rare, α above 1/2 makes its rows count more.
/// A row's loss is the mean over its elements, and α does not change what it is divided by. Exact for logits of any size; an infinite logit gives NaN
/// or ∞; NaN gives NaN. Targets are values of the logits' shape, or labels 0 and 1 with one logit a row.
/// </summary>
public sealed class BinaryCrossEntropyLoss : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="alpha">α, the weight of class 1 against 1 - α of class 0, from 0 to 1; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">α out of range.</exception>
    public BinaryCrossEntropyLoss(float? alpha = null)
    {
        BinaryFocalLoss.AlphaOption.Require(alpha);
        Alpha = alpha;
    }

    /// <summary>α, the weight of class 1, or none.</summary>
    public float? Alpha { get; }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("binary-cross-entropy", "Cross-entropy of one logit: -ln of the probability of the class.",
        spec => new BinaryCrossEntropyLoss(BinaryFocalLoss.AlphaOption.Read(spec)),
        BinaryFocalLoss.AlphaOption)
    { Suits = "one of two classes, or several that are each present or not" };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, BinaryFocalLoss.AlphaOption.Text(Alpha));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromLogits;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    public override LogarithmBase? Base => LogarithmBase.E;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) => Alpha is { } alpha
        ? ElementLossOperation<BalancedBinaryCrossEntropy>.Apply(prediction, targets, rowWeights, reduction, new BalancedBinaryCrossEntropy(alpha, 1 - alpha))
        : ElementLossOperation<BinaryCrossEntropy>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>max(z, 0) - z y + ln(1 + e^-|z|); derivative (1 - y) σ(z) - y σ(-z).</summary>
internal readonly struct BinaryCrossEntropy : IElementLossFunction
{
    public static string Name => "binary-cross-entropy";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var logit = new BinaryLogit(prediction);
        derivative = (Vector512<float>.One - target) * logit.Probability - target * logit.OtherProbability;
        return logit.CrossEntropy(target);
    }
}

/// <summary>a c with c the binary cross-entropy of a logit, and a the target's weight.</summary>
internal readonly struct BalancedBinaryCrossEntropy(float positiveWeight, float negativeWeight) : IElementLossFunction
{
    public static string Name => "binary-cross-entropy";

    internal float PositiveWeight => positiveWeight;

    internal float NegativeWeight => negativeWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> weight = BinaryProbability.Weight(target, positiveWeight, negativeWeight);
        Vector512<float> crossEntropy = default(BinaryCrossEntropy).Evaluate(prediction, target, out Vector512<float> slope);
        derivative = weight * slope;
        return weight * crossEntropy;
    }
}
