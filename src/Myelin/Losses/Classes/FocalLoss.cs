using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Focal loss for several classes from logits (not probabilities), natural logarithm. For the logits x, p = soft-max x, a label y,
/// the missed probability q = 1 - p_y and c = -ln p_y: value α_y q^γ c, gradient α_y [q^γ + γ q^(γ-1) (1 - q) c] (p_i - [i = y]).
/// For a target distribution t it is the mean over the classes of their losses as labels, weighted by t. α is off by default and then 1;
/// it only scales rows, and the mean divides by the number of rows. γ = 0 without α is cross-entropy. NaN or +∞ in a row gives NaN.
/// Source: Lin et al., "Focal loss for dense object detection" (2017), extended to several classes.
/// </summary>
public sealed class FocalLoss : Loss
{
    /// <summary>The paper's γ, 2.</summary>
    public const float DefaultGamma = 2;

    /// <summary>The largest γ taken, 16: beyond it nothing but the most wrong rows is left.</summary>
    public const float LargestGamma = 16;

    private readonly FocalRow row;

    /// <summary>Creates the loss.</summary>
    /// <param name="gamma">γ, how strongly easy rows are faded out, from 0 to 16. By default 2.</param>
    /// <param name="alpha">A weight for each class, 0 or more; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ or a weight out of range.</exception>
    public FocalLoss(float gamma = DefaultGamma, float[]? alpha = null)
    {
        GammaOption.Require(gamma);
        AlphaOption.Require(alpha);
        row = new FocalRow(gamma, alpha?.ToArray());
    }

    internal static NumberOption GammaOption { get; } = new("gamma", "how much rows that are right already are left out, γ", DefaultGamma,
        NumberRange.Between(0, LargestGamma));

    private static readonly NumbersOption AlphaOption = new("alpha", "a weight for each class, in the order of the classes", NumberRange.AtLeast(0));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new(
        "focal",
        "Cross-entropy times (1 - p)^γ: rows that are right already count little.",
        spec => new FocalLoss(GammaOption.Read(spec), AlphaOption.Read(spec)),
        GammaOption,
        AlphaOption)
    {
        Suits = "several classes of which some are rare",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, GammaOption.Text(row.Gamma), AlphaOption.Text(row.Weights));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.ClassesFromLogits;

    /// <inheritdoc/>
    public override LogarithmBase? Base => LogarithmBase.E;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        ClassWeights.RequireClasses(row.Weights, prediction.Shape);
        return ClassLossOperation<FocalRow>.Apply(prediction, targets, rowWeights, reduction, row);
    }
}

/// <summary>q^γ c; the derivative by c is q^γ + γ q^(γ-1) p c. α does not count in the mean's divisor.</summary>
internal sealed class FocalRow(float gamma, float[]? alpha) : IClassLossFunction
{
    public static string Name => "focal";

    public static bool DividesByClassWeights => false;

    internal float Gamma => gamma;

    public float[]? Weights => alpha;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> crossEntropy, Vector512<float> probability, Vector512<float> missed, out Vector512<float> slope)
    {
        new FocalPower(gamma).Of(missed, out Vector512<float> factor, out Vector512<float> factorSlope);
        slope = Vector512.FusedMultiplyAdd(factorSlope * probability, crossEntropy, factor);
        return factor * crossEntropy;
    }
}
