using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>y = x; y' = 1. ±∞ and NaN stay. What an output layer uses for regression and for logits.</summary>
public readonly struct Identity : IActivation
{
    /// <inheritdoc/>
    public static string Name => "identity";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "y = x: nothing is bent.",
        _ => Activation.Of(default(Identity)))
    { Suits = "outputs, and layers between which nothing should be bent" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Nothing;

    /// <inheritdoc/>
    public static bool IsIdentity => true;

    /// <inheritdoc/>
    public string Canonical => Name;

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Vector512<float>.One;
}
