using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Cross-entropy from probabilities, as the lecture writes it. For the probabilities p and a target distribution t, 1 at a label's class and 0
/// elsewhere, with the class weights w: value -Σ w_k t_k log p_k with 0 log 0 = 0, gradient -w_k t_k / (p_k ln(base)). Probabilities are taken as
/// they are and need not add up to 1.
/// p_k = 0 against t_k above 0 gives ∞ with derivative -∞; outside 0 to 1, and for NaN, NaN. The mean divides by the sum of the rows' class weights
/// for labels, and by the number of rows for distributions, as <see cref="CrossEntropyLoss"/> does; that one takes logits and is exact where a
/// probability rounds to 0 or 1.
/// The trainer applies
/// soft-max to the network's output.
/// </summary>
public sealed class CrossEntropyFromProbabilitiesLoss : Loss
{
    private readonly float[]? weights;

    /// <summary>Creates the loss.</summary>
    /// <param name="logarithm">The base of the logarithm. By default e.</param>
    /// <param name="classWeights">A weight for each class, 0 or more; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public CrossEntropyFromProbabilitiesLoss(LogarithmBase logarithm = LogarithmBase.E, float[]? classWeights = null)
    {
        ClassWeights.Option.Require(classWeights);
        (Logarithm, weights) = (logarithm, classWeights?.ToArray());
    }

    /// <summary>The base of the logarithm.</summary>
    public LogarithmBase Logarithm { get; }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new(
        "cross-entropy-from-probabilities",
        "Cross-entropy of probabilities: -log p of the class.",
        spec => new CrossEntropyFromProbabilitiesLoss(LogarithmBases.Option.Read(spec), ClassWeights.Option.Read(spec)),
        LogarithmBases.Option,
        ClassWeights.Option)
    {
        Suits = "networks that end in soft-max; from logits it is safer",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, LogarithmBases.Option.Text(Logarithm), ClassWeights.Option.Text(weights));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.ClassesFromProbabilities;

    /// <inheritdoc/>
    public override float Divisor(int label) => ClassWeights.Of(weights, label);

    /// <inheritdoc/>
    public override LogarithmBase? Base => Logarithm;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        ClassWeights.RequireClasses(weights, prediction.Shape);
        return ProbabilityRowOperation<ProbabilityLogarithm>.Apply("cross-entropy-from-probabilities", prediction, targets, rowWeights, reduction,
            new ProbabilityLogarithm(Logarithm.Factor()), weights);
    }
}

/// <summary>-t log p with 0 log 0 = 0; derivative -t / (p ln(base)).</summary>
internal readonly struct ProbabilityLogarithm(float factor) : IElementLossFunction
{
    public static string Name => "cross-entropy-from-probabilities";

    internal float Factor => factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> inside = Vector512.GreaterThanOrEqual(prediction, Vector512<float>.Zero) & Vector512.LessThanOrEqual(prediction, Vector512<float>.One);
        Vector512<float> nothing = Vector512.Equals(target, Vector512<float>.Zero) & inside, share = target * -factor;
        Vector512<float> p = Vector512.ConditionalSelect(inside, prediction, Vector512.Create(float.NaN));
        derivative = Vector512.ConditionalSelect(nothing, Vector512<float>.Zero, share / p);
        return Vector512.ConditionalSelect(nothing, Vector512<float>.Zero, share * VectorMath.Log(p));
    }
}
