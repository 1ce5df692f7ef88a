using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = 1 where a is larger than b, else 0; a constant for the backward pass.</summary>
internal readonly struct Greater : IBinaryFunction
{
    public static string Name => "greater";

    public static bool StopsGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.GreaterThan(a, b) & Vector512<float>.One;

    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => Vector512<float>.Zero;

    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => Vector512<float>.Zero;
}
