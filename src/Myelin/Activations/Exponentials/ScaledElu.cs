using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// SELU with constants of one's own: y = λ x for x &gt; 0, else λ α (eˣ - 1); y' = λ for x &gt; 0, else λ α eˣ. With the constants of <see cref="Selu"/> it
/// is SELU; rounded ones show how many decimals self-normalisation needs: with three the variance of deep layers settles at 1.002 instead of 1 (0.993
/// if cut off), with one at 1.61 (0.50 if cut off). -∞ gives -λ α with derivative 0, +∞ stays; NaN for NaN.
/// </summary>
public readonly struct ScaledElu : IActivation
{
    private static readonly NumberOption ScaleOption = new("scale", "the slope above 0", (float)Selu.Lambda, NumberRange.Between(0, Largest));
    private static readonly NumberOption AlphaOption = new("alpha", "the depth of the negative part before scaling", (float)Selu.Alpha,
        NumberRange.Between(0, Largest));

    /// <summary>The largest of either constant.</summary>
    public const float Largest = 1000;

    private readonly float scale;
    private readonly float alpha;
    private readonly float negativeScale;

    /// <summary>Creates the function.</summary>
    /// <param name="scale">λ, from 0 to 1000.</param>
    /// <param name="alpha">α, from 0 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is not from 0 to 1000.</exception>
    public ScaledElu(float scale, float alpha) =>
        (this.scale, this.alpha, negativeScale) = (ScaleOption.Require(scale), AlphaOption.Require(alpha), (float)((double)scale * alpha));

    /// <summary>λ, the slope above 0.</summary>
    public float PositiveScale => scale;

    /// <summary>α, the depth of the negative part before scaling.</summary>
    public float Alpha => alpha;

    /// <inheritdoc/>
    public static string Name => "scaled-elu";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "λ x above 0, λ α (eˣ - 1) below: SELU with constants of one's own.",
        spec => Activation.Of(new ScaledElu(ScaleOption.Read(spec), AlphaOption.Read(spec))), ScaleOption, AlphaOption)
    { Suits = "experiments with SELU" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Slope;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, ScaleOption.Text(scale), AlphaOption.Text(alpha));

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.LeCun;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => ExponentialUnit.Value(x, scale, negativeScale);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        _ = ValueAndSlope(saved, out Vector512<float> slope);
        return slope;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> ValueAndSlope(Vector512<float> x, out Vector512<float> slope) => ExponentialUnit.ValueAndSlope(x, scale, negativeScale, out slope);
}
