using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = a / b; ∂y/∂a = 1/b, ∂y/∂b = -(a/b)/b. IEEE division: by 0 it gives ±∞, 0/0 gives NaN.</summary>
internal readonly struct Divide : IBinaryFunction
{
    /// <inheritdoc/>
    public static string Name => "divide";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => a / b;

    /// <inheritdoc/>
    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => Vector512<float>.One / b;

    /// <inheritdoc/>
    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => -(a / b) / b;
}
