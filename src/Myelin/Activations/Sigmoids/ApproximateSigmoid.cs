using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// The lecture's sigmoid without an exponential. With t = |x| / 2 and q the distance from the nearer of 0 and 1: q = (1 - 3 t / (2 + 2 t)) / 2 for t &lt; 1.7,
/// (1 - 0.9444 - 0.0459 (t - 1.7)) / 2 for t &lt; 2.9, else 0.00015 as the lecture's code has it or 0.0003 as its formula has it. y = 1 - q for x ≥ 0, else q;
/// y' = 0.375 / (1 + t)², 0.011475, 0 on the three pieces, each from its left end in t. 1/2 at 0 with slope 0.375 (the sigmoid's is 0.25), at most 0.0276 away
/// from the sigmoid (at 0.539), with jumps at ±3.4 and ±5.8; the formula's at 5.8 goes down. ±∞ give 1 - q and q of the last piece; NaN for NaN.
/// </summary>
public readonly struct ApproximateSigmoid : IActivation
{
    private static readonly ChoiceOption<bool> FormOption = new("form",
        "the last piece: 0.99985 as the lecture's code has it, or 0.9997 as its formula", ("code", false), ("formula", true));

    private const float FirstJoint = 1.7f, SecondJoint = 2.9f, FirstSlope = 0.375f, SecondSlope = 0.011475f;
    private const float TailOfCode = 0.00015f, TailOfFormula = 0.0003f;

    private readonly bool asFormula;

    /// <summary>Creates the function.</summary>
    /// <param name="asFormula">Whether the last piece is the formula's 0.9997 and not the code's 0.99985.</param>
    public ApproximateSigmoid(bool asFormula) => this.asFormula = asFormula;

    /// <summary>Whether the last piece is the formula's 0.9997 and not the code's 0.99985.</summary>
    public bool AsFormula => asFormula;

    /// <inheritdoc/>
    public static string Name => "approximate-sigmoid";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "The logistic function in straight pieces, as a microcontroller computes it.",
        spec => Activation.Of(new ApproximateSigmoid(FormOption.Read(spec))), FormOption)
    { Suits = "comparing with devices that compute it so" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, FormOption.Text(asFormula));

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x)
    {
        Vector512<float> t = Vector512.Abs(x) * 0.5f, one = Vector512<float>.One;
        // (1 - 0.9444 + 0.0459 · 1.7) / 2 = 0.066815.
        Vector512<float> straight = Vector512.FusedMultiplyAdd(t, Vector512.Create(-2 * SecondSlope), Vector512.Create(0.066815f));
        Vector512<float> curved = Vector512.FusedMultiplyAdd(t, Vector512.Create(-0.25f), Vector512.Create(0.5f)) / (one + t);
        Vector512<float> q = Pieces(t, curved, straight, Vector512.Create(asFormula ? TailOfFormula : TailOfCode));
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), q, one - q);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        Vector512<float> t = Vector512.Abs(saved) * 0.5f, divisor = Vector512<float>.One + t;
        return Pieces(t, Vector512.Create(FirstSlope) / (divisor * divisor), Vector512.Create(SecondSlope), Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pieces(Vector512<float> t, Vector512<float> first, Vector512<float> second, Vector512<float> third)
    {
        Vector512<float> last = Vector512.ConditionalSelect(Vector512.Equals(t, t), third, t);
        return Vector512.ConditionalSelect(
            Vector512.LessThan(t, Vector512.Create(FirstJoint)), first,
                Vector512.ConditionalSelect(Vector512.LessThan(t, Vector512.Create(SecondJoint)), second, last));
    }
}
