using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// The threshold of a perceptron: y = 1 for x ≥ 0, else 0; y' = 0 everywhere, at the jump too. -∞ gives 0, +∞ gives 1; NaN for NaN, value and derivative.
/// Its slope says nothing, so a network that has to learn weights before it by gradients is refused (<see cref="Training.Trainer"/>); networks with
/// weights set by hand run. Source: McCulloch and Pitts, "A logical calculus of the ideas immanent in nervous activity" (1943).
/// </summary>
public readonly struct Step : IActivation
{
    /// <inheritdoc/>
    public static string Name => "step";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "1 above 0, else 0; no gradient goes through.",
        _ => Activation.Of(default(Step)))
    { Suits = "networks set by hand; it cannot be trained" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Output;

    /// <inheritdoc/>
    public static bool IsFlat => true;

    /// <inheritdoc/>
    public string Canonical => Name;

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x)
    {
        Vector512<float> side = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.One,
            Vector512<float>.Zero);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), side, x);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Vector512.ConditionalSelect(Vector512.Equals(saved, saved), Vector512<float>.Zero, saved);
}
