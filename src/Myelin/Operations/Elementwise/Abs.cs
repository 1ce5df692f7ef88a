using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = |x|; y' = sign x, 0 at 0 (as PyTorch). ±∞ give ∞; NaN for NaN.</summary>
internal readonly struct Abs : IUnaryFunction
{
    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Abs(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Sign(saved);

    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Sign(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512<float>.Zero, Vector512<float>.One);
        Vector512<float> sign = Vector512.CopySign(magnitude, x);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), sign, x);
    }
}
