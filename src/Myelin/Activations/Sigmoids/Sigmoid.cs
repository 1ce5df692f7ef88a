using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// y = 1 / (1 + e^-x); y' = e^-|x| / (1 + e^-|x|)². Both tails keep their relative accuracy. Value 1/2 and derivative 1/4 at 0;
/// 0 at -∞ and 1 at +∞ with derivative 0; NaN for NaN. As a loss's last step use the losses that take logits instead.
/// </summary>
/// <remarks>The derivative is computed from the input: y (1 - y) of a rounded y is wrong in every digit for x above 17.</remarks>
public readonly struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "The logistic function 1 / (1 + e⁻ˣ), from 0 to 1.",
        _ => Activation.Of(default(Sigmoid)))
    { Suits = "gates and outputs that are probabilities; hidden layers learn slowly with it" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    public string Canonical => Name;

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => VectorMath.SigmoidDerivative(saved);
}
