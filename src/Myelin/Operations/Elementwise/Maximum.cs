using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>
/// y = max(a, b), NaN if either is NaN; the derivative is 1 by the larger, 0 by the smaller, and 1/2 by each where they are equal, as in PyTorch.
/// </summary>
internal readonly struct Maximum : IBinaryFunction
{
    /// <inheritdoc/>
    public static string Name => "maximum";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);

    /// <inheritdoc/>
    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => ShareOfLarger(a, b);

    /// <inheritdoc/>
    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => ShareOfLarger(b, a);

    /// <summary>1 where a is larger, 0 where b is, 1/2 where they are equal, NaN where either is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> ShareOfLarger(Vector512<float> a, Vector512<float> b)
    {
        Vector512<float> one = Vector512<float>.One;
        Vector512<float> share = Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), one, Vector512<float>.Zero);
        share = Vector512.ConditionalSelect(Vector512.Equals(a, b), one * 0.5f, share);
        return Vector512.ConditionalSelect(Vector512.Equals(a, a) & Vector512.Equals(b, b), share, a + b);
    }
}
