using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = -x; y' = -1. NaN for NaN.</summary>
internal readonly struct Negate : IUnaryFunction
{
    /// <inheritdoc/>
    public static Saved Saves => Saved.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => -x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => -Vector512<float>.One;
}
