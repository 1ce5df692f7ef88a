using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// y = x for x &gt; 0, else α (eˣ - 1); y' = 1 for x &gt; 0, else α eˣ, so α at the kink (as PyTorch). -∞ gives -α with derivative 0, +∞ stays;
/// NaN for NaN. Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units" (2015).
/// </summary>
public readonly struct Elu : IActivation
{
    private static readonly NumberOption AlphaOption = new("alpha", "the depth of the negative part", DefaultAlpha, NumberRange.Between(0, LargestAlpha));

    /// <summary>The usual depth of the negative part; the lecture names none.</summary>
    public const float DefaultAlpha = 1;

    /// <summary>The largest depth of the negative part.</summary>
    public const float LargestAlpha = 1000;

    private readonly float alpha;

    /// <summary>Creates the function.</summary>
    /// <param name="alpha">The depth α of the negative part, from 0 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not from 0 to 1000.</exception>
    public Elu(float alpha) => this.alpha = AlphaOption.Require(alpha);

    /// <summary>The depth α of the negative part.</summary>
    public float Alpha => alpha;

    /// <inheritdoc/>
    public static string Name => "elu";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "x above 0, α (eˣ - 1) below: smooth, with mean near 0.",
        spec => Activation.Of(new Elu(AlphaOption.Read(spec))), AlphaOption)
    { Suits = "hidden layers without batch normalisation" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Slope;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, AlphaOption.Text(alpha));

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => ExponentialUnit.Value(x, 1, alpha);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        _ = ValueAndSlope(saved, out Vector512<float> slope);
        return slope;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> ValueAndSlope(Vector512<float> x, out Vector512<float> slope) => ExponentialUnit.ValueAndSlope(x, 1, alpha, out slope);
}
