using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// y = x for x &gt; 0, else a x; y' = 1 for x &gt; 0, else a, so a at the kink (as PyTorch). ±∞ give ±∞ (0 · -∞ = NaN for a = 0); NaN for NaN.
/// Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models" (2013).
/// </summary>
public readonly struct LeakyRelu : IActivation
{
    private static readonly NumberOption SlopeOption = new("slope", "the slope below 0", DefaultSlope, NumberRange.Between(0, 1));

    /// <summary>The field's usual slope, 0.01. The lecture's is 0.1: <c>leaky-relu:slope=0.1</c>.</summary>
    public const float DefaultSlope = 0.01f;

    private readonly float slope;

    /// <summary>Creates the function.</summary>
    /// <param name="slope">The slope a below 0, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not from 0 to 1.</exception>
    public LeakyRelu(float slope) => this.slope = SlopeOption.Require(slope);

    /// <summary>The slope a below 0.</summary>
    public float Slope => slope;

    /// <inheritdoc/>
    public static string Name => "leaky-relu";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "x above 0, a small slope times x below.",
        spec => Activation.Of(new LeakyRelu(SlopeOption.Read(spec))), SlopeOption)
    { Suits = "hidden layers in which ReLU units stop learning" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, SlopeOption.Text(slope));

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        Vector512<float> derivative = Vector512.ConditionalSelect(Vector512.GreaterThan(saved, Vector512<float>.Zero), Vector512<float>.One,
            Vector512.Create(slope));
        return Vector512.ConditionalSelect(Vector512.Equals(saved, saved), derivative, saved);
    }
}
