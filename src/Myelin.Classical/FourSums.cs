using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Classical;

/// <summary>Four sums side by side on every machine, whatever the width of its vectors, and added in one order, so that the bits are the same.</summary>
internal static class FourSums
{
    /// <summary>The pairs first: (0 + 1) + (2 + 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Total(Vector256<double> sums) => sums[0] + sums[1] + (sums[2] + sums[3]);
}
