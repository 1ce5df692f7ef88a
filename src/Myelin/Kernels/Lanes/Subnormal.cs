using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Numbers nearer to 0 than 2^-126, which have fewer bits.</summary>
internal static class Subnormal
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>
    /// x, with subnormal numbers as 0; NaN stays. For averages that decay: of a gradient that stays zero, they would end as subnormal numbers
    /// for good, since 0.9 of the smallest rounds to itself, and some processors take a hundred times longer for those.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Flush(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(SmallestNormal)), Vector512<float>.Zero, x);
}
