using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Binary cross-entropy from the probability of class 1, as the lecture writes it. Per element, with the probability p and the target y from 0
/// to 1: value -a [y log p + (1 - y) log(1 - p)] with 0 log 0 = 0, derivative a [(1 - y) / (1 - p) - y / p] / ln(base); a = α y + (1 - α)(1 - y),
/// or 1 without α. p = 0 against y above 0 gives ∞ with derivative -∞, p = 1 against y below 1 gives ∞ with derivative ∞; outside 0 to 1, and
/// for NaN, NaN. A row's loss is the mean over its elements. A network whose output saturates loses its gradient here: train with
/// <see cref="BinaryCrossEntropyLoss"/>, which takes logits, wherever possible. The trainer applies a sigmoid to the network's output.
/// </summary>
public sealed class BinaryCrossEntropyFromProbabilitiesLoss : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="logarithm">The base of the logarithm. By default e.</param>
    /// <param name="alpha">α, the weight of class 1 against 1 - α of class 0, from 0 to 1; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">α out of range.</exception>
    public BinaryCrossEntropyFromProbabilitiesLoss(LogarithmBase logarithm = LogarithmBase.E, float? alpha = null)
    {
        BinaryFocalLoss.AlphaOption.Require(alpha);
        (Logarithm, Alpha) = (logarithm, alpha);
    }

    /// <summary>The base of the logarithm.</summary>
    public LogarithmBase Logarithm { get; }

    /// <summary>α, the weight of class 1, or none.</summary>
    public float? Alpha { get; }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new(
        "binary-cross-entropy-from-probabilities",
        "Cross-entropy of one probability: -log p of the class.",
        spec => new BinaryCrossEntropyFromProbabilitiesLoss(LogarithmBases.Option.Read(spec), BinaryFocalLoss.AlphaOption.Read(spec)),
        LogarithmBases.Option,
        BinaryFocalLoss.AlphaOption)
    {
        Suits = "networks that end in a sigmoid; from logits it is safer",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, LogarithmBases.Option.Text(Logarithm), BinaryFocalLoss.AlphaOption.Text(Alpha));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromProbabilities;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    public override LogarithmBase? Base => Logarithm;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        float factor = Logarithm.Factor();
        var function = new ProbableCrossEntropy((Alpha ?? 1) * factor, (Alpha is { } alpha ? 1 - alpha : 1) * factor);
        return ElementLossOperation<ProbableCrossEntropy>.Apply(prediction, targets, rowWeights, reduction, function);
    }
}

/// <summary>a c with c the cross-entropy of a probability, and a the target's weight.</summary>
internal readonly struct ProbableCrossEntropy(float positiveWeight, float negativeWeight) : IElementLossFunction
{
    public static string Name => "binary-cross-entropy-from-probabilities";

    internal float PositiveWeight => positiveWeight;

    internal float NegativeWeight => negativeWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var probability = new BinaryProbability(prediction, target);
        Vector512<float> weight = BinaryProbability.Weight(target, positiveWeight, negativeWeight);
        derivative = probability.CrossEntropySlope(weight);
        return weight * probability.CrossEntropy;
    }
}
