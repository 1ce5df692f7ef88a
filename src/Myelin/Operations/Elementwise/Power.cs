using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>
/// y = a^b, with the special values of IEEE 754 pow; ∂y/∂a = b · a^(b-1) and 0 for b = 0, ∂y/∂b = y · ln a and 0 for y = 0 (as PyTorch: 0 at a = 0, b
/// ≥ 0); NaN by b for negative a.
/// </summary>
internal readonly struct Power : IBinaryFunction
{
    /// <inheritdoc/>
    public static string Name => "power";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => VectorMath.Pow(a, b);

    /// <inheritdoc/>
    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.Equals(b, Vector512<float>.Zero), Vector512<float>.Zero, b * VectorMath.Pow(a, b - Vector512<float>.One));

    /// <inheritdoc/>
    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.Equals(a, Vector512<float>.Zero) & Vector512.GreaterThanOrEqual(b, Vector512<float>.Zero),
        Vector512<float>.Zero, VectorMath.Pow(a, b) * VectorMath.Log(a));
}
