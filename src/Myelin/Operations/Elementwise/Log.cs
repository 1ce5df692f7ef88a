using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>
/// y = ln x; y' = 1/x. ±0 give -∞ with derivative ±∞, +∞ stays; NaN for negative x, whose derivative is 1/x all the same (as PyTorch), and for NaN.
/// </summary>
internal readonly struct Log : IUnaryFunction
{
    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => VectorMath.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Vector512<float>.One / saved;
}
