using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// SELU with constants of one's own: y = λ x for x &gt; 0, else λ α (eˣ - 1); y' = λ for x &gt; 0, else λ α eˣ. With the constants of <see cref="Selu"/> it
/// is SELU; rounded ones show how many decimals self-normalisation needs: with three the variance of deep layers settles at 1.002 instead of 1 (0.993 if cut off), with one at 1.61
/// (0.50 if cut off). -∞ gives -λ α with derivative 0, +∞ stays; NaN for NaN.
/// </summary>
public readonly struct ScaledElu : IActivation
{
    /// <summary>The largest of either constant.</summary>
    public const float Largest = 1000;

    private readonly float scale;
    private readonly float alpha;
    private readonly float negativeScale;

    /// <summary>Creates the function.</summary>
    /// <param name="scale">λ, from 0 to 1000.</param>
    /// <param name="alpha">α, from 0 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is not from 0 to 1000.</exception>
    public ScaledElu(float scale, float alpha)
    {
        if (!(scale >= 0 && scale <= Largest)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of a scaled ELU is from 0 to 1000.");
        if (!(alpha >= 0 && alpha <= Largest)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The alpha of a scaled ELU is from 0 to 1000.");
        (this.scale, this.alpha, negativeScale) = (scale, alpha, (float)((double)scale * alpha));
    }

    /// <summary>λ, the slope above 0.</summary>
    public float PositiveScale => scale;

    /// <summary>α, the depth of the negative part before scaling.</summary>
    public float Alpha => alpha;

    /// <inheritdoc/>
    public static string Name => "scaled-elu";

    /// <inheritdoc/>
    public static Saved Saves => Saved.Slope;

    /// <inheritdoc/>
    public string Canonical => $"{Name}:scale={Spec.Text(scale)},alpha={Spec.Text(alpha)}";

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
