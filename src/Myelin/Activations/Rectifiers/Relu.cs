using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// y = max(x, 0); y' = 1 for x &gt; 0, else 0, so 0 at the kink (as PyTorch). +∞ stays, -∞ gives 0; NaN for NaN, value and derivative.
/// Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010).
/// </summary>
public readonly struct Relu : IActivation
{
    /// <inheritdoc/>
    public static string Name => "relu";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "max(x, 0): the input above 0, else 0.",
        _ => Activation.Of(default(Relu)))
    { Suits = "hidden layers of most networks" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Output;

    /// <inheritdoc/>
    public string Canonical => Name;

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Max(x, Vector512<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        Vector512<float> slope = Vector512.ConditionalSelect(Vector512.GreaterThan(saved, Vector512<float>.Zero), Vector512<float>.One, Vector512<float>.Zero);
        return Vector512.ConditionalSelect(Vector512.Equals(saved, saved), slope, saved);
    }
}
