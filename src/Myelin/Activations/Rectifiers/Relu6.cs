using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// y = min(max(x, 0), 6); y' = 1 for 0 &lt; x &lt; 6, else 0, so 0 at both kinks (as PyTorch). -∞ gives 0, +∞ gives 6; NaN for NaN, value and derivative.
/// Source: Krizhevsky, "Convolutional deep belief networks on CIFAR-10" (2010).
/// </summary>
public readonly struct Relu6 : IActivation
{
    private const float Most = 6;

    /// <inheritdoc/>
    public static string Name => "relu6";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name, "max(x, 0), held at 6.",
        _ => Activation.Of(default(Relu6)))
    { Suits = "networks that are to run with few bits" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Output;

    /// <inheritdoc/>
    public string Canonical => Name;

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.Glorot;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Min(Vector512.Max(x, Vector512<float>.Zero), Vector512.Create(Most));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        Vector512<float> inside = Vector512.GreaterThan(saved, Vector512<float>.Zero) & Vector512.LessThan(saved, Vector512.Create(Most));
        Vector512<float> slope = Vector512.ConditionalSelect(inside, Vector512<float>.One, Vector512<float>.Zero);
        return Vector512.ConditionalSelect(Vector512.Equals(saved, saved), slope, saved);
    }
}
