using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = a · b; ∂y/∂a = b, ∂y/∂b = a.</summary>
internal readonly struct Multiply : IBinaryFunction
{
    /// <inheritdoc/>
    public static string Name => "multiply";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => a * b;

    /// <inheritdoc/>
    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => b;

    /// <inheritdoc/>
    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => a;
}
