using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Focal loss for two classes from logits (not probabilities), natural logarithm. Per element, with the logit z, the target y from 0
/// to 1, q = (1 - σ(z)) y + σ(z) (1 - y) the probability missed and c the binary cross-entropy: value a q^γ c, with a = α y + (1 - α)(1 - y),
/// or 1 without α. Derivative a [q^γ (σ(z) - y) + γ q^(γ-1) c (1 - 2 y) σ(z) (1 - σ(z))]. γ = 0 without α is binary cross-entropy.
/// A row's loss is the mean over its elements. An infinite logit gives NaN or ∞; NaN gives NaN.
/// Source: Lin et al., "Focal loss for dense object detection" (2017), with α for the class 1 and 1 - α for the class 0.
/// </summary>
public sealed class BinaryFocalLoss : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="gamma">γ, how strongly easy rows are faded out, from 0 to 16. By default 2.</param>
    /// <param name="alpha">α, the weight of class 1 against 1 - α of class 0, from 0 to 1; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ or α out of range.</exception>
    public BinaryFocalLoss(float gamma = FocalLoss.DefaultGamma, float? alpha = null)
    {
        FocalLoss.GammaOption.Require(gamma);
        AlphaOption.Require(alpha);
        (Gamma, Alpha) = (gamma, alpha);
    }

    /// <summary>γ, how strongly easy rows are faded out.</summary>
    public float Gamma { get; }

    /// <summary>α, the weight of class 1, or none.</summary>
    public float? Alpha { get; }

    internal static OptionalOption<float> AlphaOption { get; } =
        new(new NumberOption("alpha", "the weight of class 1, beside 1 - α of class 0", 0.25f, NumberRange.Between(0, 1)));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new(
        "binary-focal",
        "Binary cross-entropy times (1 - p)^γ: rows that are right already count little.",
        spec => new BinaryFocalLoss(FocalLoss.GammaOption.Read(spec), AlphaOption.Read(spec)),
        FocalLoss.GammaOption,
        AlphaOption)
    {
        Suits = "two classes of which one is rare",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, FocalLoss.GammaOption.Text(Gamma), AlphaOption.Text(Alpha));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromLogits;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    public override LogarithmBase? Base => LogarithmBase.E;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        return Gamma == 2 ? With(default(FocalSquare)) : With(new FocalPower(Gamma));

        Tensor With<TPower>(TPower power) where TPower : unmanaged, IFocalPower =>
            ElementLossOperation<BinaryFocal<TPower>>.Apply(prediction, targets, rowWeights, reduction,
                new BinaryFocal<TPower>(power, Alpha ?? 1, Alpha is { } alpha ? 1 - alpha : 1));
    }
}

/// <summary>The constants of a <see cref="BinaryFocal{TPower}"/>.</summary>
internal interface IBinaryFocal
{
    float Gamma { get; }

    float PositiveWeight { get; }

    float NegativeWeight { get; }
}

/// <summary>a q^γ c with q the probability missed, c the binary cross-entropy and a the target's weight.</summary>
internal readonly struct BinaryFocal<TPower>(TPower power, float positiveWeight, float negativeWeight) : IElementLossFunction, IBinaryFocal
    where TPower : unmanaged, IFocalPower
{
    public static string Name => "binary-focal";

    public float Gamma => power.Gamma;

    public float PositiveWeight => positiveWeight;

    public float NegativeWeight => negativeWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var logit = new BinaryLogit(prediction);
        Vector512<float> other = Vector512<float>.One - target;
        Vector512<float> missed = logit.OtherProbability * target + logit.Probability * other;
        Vector512<float> crossEntropy = logit.CrossEntropy(target);
        Vector512<float> weight = BinaryProbability.Weight(target, positiveWeight, negativeWeight);
        power.Of(missed, out Vector512<float> factor, out Vector512<float> factorSlope);
        Vector512<float> fromCrossEntropy = factor * (other * logit.Probability - target * logit.OtherProbability);
        Vector512<float> fromFactor = factorSlope * crossEntropy * ((other - target) * (logit.Probability * logit.OtherProbability));
        derivative = weight * (fromCrossEntropy + fromFactor);
        return weight * (factor * crossEntropy);
    }
}
