using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = x as a constant for the backward pass.</summary>
internal readonly struct Detached : IUnaryFunction
{
    public static Saved Saves => Saved.Nothing;

    public static bool StopsGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Vector512<float>.Zero;
}
