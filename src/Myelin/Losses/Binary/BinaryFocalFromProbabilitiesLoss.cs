using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Focal loss from the probability of class 1, as the lecture writes it: -a (1 - p_t)^γ log p_t. Per element, with the probability p, the target
/// y from 0 to 1, q = (1 - p) y + p (1 - y) the probability missed and c the binary cross-entropy in the base: value a q^γ c, derivative
/// a [q^γ c' + γ q^(γ-1) (1 - 2 y) c]; a = α y + (1 - α)(1 - y), or 1 without α. γ = 0 is <see cref="BinaryCrossEntropyFromProbabilitiesLoss"/>. Ends as
/// there: ∞ where the target's class has probability 0, NaN outside 0 to 1. A row's loss is the mean over its elements. <see cref="BinaryFocalLoss"/> takes
/// logits and keeps its gradient where a probability saturates. The trainer applies a sigmoid to the network's output.
/// Source: Lin et al., "Focal loss for dense object detection" (2017); the lecture has one α for both classes, which only rescales.
/// </summary>
public sealed class BinaryFocalFromProbabilitiesLoss : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="gamma">γ, how strongly easy rows are faded out, from 0 to 16. By default 2.</param>
    /// <param name="alpha">α, the weight of class 1 against 1 - α of class 0, from 0 to 1; none by default.</param>
    /// <param name="logarithm">The base of the logarithm. By default e.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ or α out of range.</exception>
    public BinaryFocalFromProbabilitiesLoss(float gamma = FocalLoss.DefaultGamma, float? alpha = null, LogarithmBase logarithm = LogarithmBase.E)
    {
        FocalLoss.GammaOption.Require(gamma);
        BinaryFocalLoss.AlphaOption.Require(alpha);
        (Gamma, Alpha, Logarithm) = (gamma, alpha, logarithm);
    }

    /// <summary>γ, how strongly easy rows are faded out.</summary>
    public float Gamma { get; }

    /// <summary>α, the weight of class 1, or none.</summary>
    public float? Alpha { get; }

    /// <summary>The base of the logarithm.</summary>
    public LogarithmBase Logarithm { get; }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new(
        "binary-focal-from-probabilities",
        "The binary focal loss of one probability.",
        spec => new BinaryFocalFromProbabilitiesLoss(FocalLoss.GammaOption.Read(spec), BinaryFocalLoss.AlphaOption.Read(spec),
            LogarithmBases.Option.Read(spec)),
        FocalLoss.GammaOption,
        BinaryFocalLoss.AlphaOption,
        LogarithmBases.Option)
    {
        Suits = "networks that end in a sigmoid, with a rare class",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, FocalLoss.GammaOption.Text(Gamma), LogarithmBases.Option.Text(Logarithm), BinaryFocalLoss.AlphaOption.Text(Alpha));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromProbabilities;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    public override LogarithmBase? Base => Logarithm;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        float factor = Logarithm.Factor();
        var function = new ProbableFocal(Gamma, (Alpha ?? 1) * factor, (Alpha is { } alpha ? 1 - alpha : 1) * factor);
        return ElementLossOperation<ProbableFocal>.Apply(prediction, targets, rowWeights, reduction, function);
    }
}

/// <summary>a q^γ c with q the probability missed, c the cross-entropy of a probability and a the target's weight.</summary>
internal readonly struct ProbableFocal(float gamma, float positiveWeight, float negativeWeight) : IElementLossFunction
{
    public static string Name => "binary-focal-from-probabilities";

    internal float Gamma => gamma;

    internal float PositiveWeight => positiveWeight;

    internal float NegativeWeight => negativeWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var probability = new BinaryProbability(prediction, target);
        Vector512<float> weight = BinaryProbability.Weight(target, positiveWeight, negativeWeight), crossEntropy = probability.CrossEntropy;
        new FocalPower(gamma).Of(probability.Missed, out Vector512<float> factor, out Vector512<float> factorSlope);
        // Without a power there is no slope of it, also where the cross-entropy is infinite.
        Vector512<float> fromFactor = gamma == 0 ? Vector512<float>.Zero : factorSlope * crossEntropy * probability.MissedSlope;
        derivative = probability.CrossEntropySlope(weight * factor) + weight * fromFactor;
        return weight * (factor * crossEntropy);
    }
}
