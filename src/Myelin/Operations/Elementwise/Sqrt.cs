using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = √x; y' = 1 / (2 y), ∞ at 0. +∞ stays; NaN for negative x and for NaN.</summary>
internal readonly struct Sqrt : IUnaryFunction
{
    /// <inheritdoc/>
    public static Saved Saves => Saved.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Vector512.Create(0.5f) / saved;
}
