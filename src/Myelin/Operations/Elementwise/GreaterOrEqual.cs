using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = 1 where a is at least b, else 0; a constant for the backward pass.</summary>
internal readonly struct GreaterOrEqual : IBinaryFunction
{
    public static string Name => "greater or equal";

    public static bool StopsGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.GreaterThanOrEqual(a, b) & Vector512<float>.One;

    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => Vector512<float>.Zero;

    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => Vector512<float>.Zero;
}
