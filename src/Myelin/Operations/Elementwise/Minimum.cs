using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>
/// y = min(a, b), NaN if either is NaN; the derivative is 1 by the smaller, 0 by the larger, and 1/2 by each where they are equal, as in PyTorch.
/// </summary>
internal readonly struct Minimum : IBinaryFunction
{
    /// <inheritdoc/>
    public static string Name => "minimum";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => Vector512.Min(a, b);

    /// <inheritdoc/>
    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => Maximum.ShareOfLarger(b, a);

    /// <inheritdoc/>
    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => Maximum.ShareOfLarger(a, b);
}
