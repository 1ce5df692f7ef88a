using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Myelin.Kernels;

/// <summary>
/// The innermost loop of every matrix product: a block of up to 12 rows and 32 columns (6 and 16 where vectors are narrower than
/// 512 bits, whose 16 registers would not hold more) is summed over k in registers, one fused chain per element, from 0, in order
/// of k. The loop reads both operands where they lie: the left one by strides, the right one as rows of 16 or twice 16 columns.
/// </summary>
internal static unsafe class RegisterTile
{
    /// <summary>The most rows of one block.</summary>
    internal static int MaxRows => Vector512.IsHardwareAccelerated ? 12 : 6;

    /// <summary>The most columns of one block, one or two vectors.</summary>
    internal static int MaxColumns => Vector512.IsHardwareAccelerated ? 2 * Storage.Lanes : Storage.Lanes;

    /// <summary>Distance between the rows of <c>sums</c>.</summary>
    internal const int SumStride = 2 * Storage.Lanes;

    /// <summary>Floats that <c>sums</c> must hold.</summary>
    internal const int SumLength = 12 * SumStride;

    /// <summary>sums[r, j] = Σ a[r, k] b[k, j] over k in order.</summary>
    /// <param name="rows">1 to <see cref="MaxRows"/>.</param>
    /// <param name="two">Whether there is a second vector of columns; never where <see cref="MaxColumns"/> is one vector.</param>
    /// <param name="length">How many k are summed.</param>
    /// <param name="a">a[0, 0].</param>
    /// <param name="rowStride">Distance between rows of a.</param>
    /// <param name="stepStride">Distance between steps of k in a.</param>
    /// <param name="b0">The first 16 columns of b; step k lies <paramref name="steps"/>[k] behind.</param>
    /// <param name="b1">The second 16 columns.</param>
    /// <param name="steps">Where each k lies in b.</param>
    /// <param name="sums">The results, full vectors.</param>
    internal static void Multiply(int rows, bool two, int length, float* a, nint rowStride, nint stepStride, float* b0, float* b1, nint* steps, float* sums)
    {
        if (two) Multiply<Two>(rows, length, a, rowStride, stepStride, b0, b1, steps, sums);
        else Multiply<One>(rows, length, a, rowStride, stepStride, b0, b1, steps, sums);
    }

    private static void Multiply<TVectors>(int rows, int length, float* a, nint rowStride, nint stepStride, float* b0, float* b1, nint* steps, float* sums)
        where TVectors : struct, INumber
    {
        switch (rows)
        {
            case 1: Sum<One, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 2: Sum<Two, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 3: Sum<Three, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 4: Sum<Four, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 5: Sum<Five, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 6: Sum<Six, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 7: Sum<Seven, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 8: Sum<Eight, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 9: Sum<Nine, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 10: Sum<Ten, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 11: Sum<Eleven, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            case 12: Sum<Twelve, TVectors>(length, a, rowStride, stepStride, b0, b1, steps, sums); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A block has 1 to {MaxRows} rows.");
        }
    }

    // Single-purpose locals, no calls, no array: anything else makes the compiler spill the sums on every step.
    [MethodImpl(HotLoop.Options)]
    private static void Sum<TRows, TVectors>(int length, float* a, nint rowStride, nint stepStride, float* b0, float* b1, nint* steps, float* sums)
        where TRows : struct, INumber
        where TVectors : struct, INumber
    {
        Vector512<float> s0 = Vector512<float>.Zero, t0 = Vector512<float>.Zero;
        Vector512<float> s1 = Vector512<float>.Zero, t1 = Vector512<float>.Zero;
        Vector512<float> s2 = Vector512<float>.Zero, t2 = Vector512<float>.Zero;
        Vector512<float> s3 = Vector512<float>.Zero, t3 = Vector512<float>.Zero;
        Vector512<float> s4 = Vector512<float>.Zero, t4 = Vector512<float>.Zero;
        Vector512<float> s5 = Vector512<float>.Zero, t5 = Vector512<float>.Zero;
        Vector512<float> s6 = Vector512<float>.Zero, t6 = Vector512<float>.Zero;
        Vector512<float> s7 = Vector512<float>.Zero, t7 = Vector512<float>.Zero;
        Vector512<float> s8 = Vector512<float>.Zero, t8 = Vector512<float>.Zero;
        Vector512<float> s9 = Vector512<float>.Zero, t9 = Vector512<float>.Zero;
        Vector512<float> s10 = Vector512<float>.Zero, t10 = Vector512<float>.Zero;
        Vector512<float> s11 = Vector512<float>.Zero, t11 = Vector512<float>.Zero;
        nint rowStride2 = 2 * rowStride;
        float* a3 = a + 3 * rowStride, a6 = a3 + 3 * rowStride, a9 = a6 + 3 * rowStride;
        for (nint* end = steps + length; steps < end; steps++)
        {
            Vector512<float> b = Vector512.Load(b0 + *steps);
            Vector512<float> c = TVectors.Value > 1 ? Vector512.Load(b1 + *steps) : default;
            if (TRows.Value > 0)
            {
                Vector512<float> x = Create(a[0]); s0 = FusedMultiplyAdd(x, b,
                s0); if (TVectors.Value > 1) t0 = FusedMultiplyAdd(x, c, t0);
            }
            if (TRows.Value > 1)
            {
                Vector512<float> x = Create(a[rowStride]); s1 = FusedMultiplyAdd(x, b,
                s1); if (TVectors.Value > 1) t1 = FusedMultiplyAdd(x, c, t1);
            }
            if (TRows.Value > 2)
            {
                Vector512<float> x = Create(a[rowStride2]); s2 = FusedMultiplyAdd(x, b,
                s2); if (TVectors.Value > 1) t2 = FusedMultiplyAdd(x, c, t2);
            }
            if (TRows.Value > 3)
            {
                Vector512<float> x = Create(a3[0]); s3 = FusedMultiplyAdd(x, b,
                s3); if (TVectors.Value > 1) t3 = FusedMultiplyAdd(x, c, t3);
            }
            if (TRows.Value > 4)
            {
                Vector512<float> x = Create(a3[rowStride]); s4 = FusedMultiplyAdd(x, b,
                s4); if (TVectors.Value > 1) t4 = FusedMultiplyAdd(x, c, t4);
            }
            if (TRows.Value > 5)
            {
                Vector512<float> x = Create(a3[rowStride2]); s5 = FusedMultiplyAdd(x, b,
                s5); if (TVectors.Value > 1) t5 = FusedMultiplyAdd(x, c, t5);
            }
            if (TRows.Value > 6)
            {
                Vector512<float> x = Create(a6[0]); s6 = FusedMultiplyAdd(x, b,
                s6); if (TVectors.Value > 1) t6 = FusedMultiplyAdd(x, c, t6);
            }
            if (TRows.Value > 7)
            {
                Vector512<float> x = Create(a6[rowStride]); s7 = FusedMultiplyAdd(x, b,
                s7); if (TVectors.Value > 1) t7 = FusedMultiplyAdd(x, c, t7);
            }
            if (TRows.Value > 8)
            {
                Vector512<float> x = Create(a6[rowStride2]); s8 = FusedMultiplyAdd(x, b,
                s8); if (TVectors.Value > 1) t8 = FusedMultiplyAdd(x, c, t8);
            }
            if (TRows.Value > 9)
            {
                Vector512<float> x = Create(a9[0]); s9 = FusedMultiplyAdd(x, b,
                s9); if (TVectors.Value > 1) t9 = FusedMultiplyAdd(x, c, t9);
            }
            if (TRows.Value > 10)
            {
                Vector512<float> x = Create(a9[rowStride]); s10 = FusedMultiplyAdd(x, b,
                s10); if (TVectors.Value > 1) t10 = FusedMultiplyAdd(x, c, t10);
            }
            if (TRows.Value > 11)
            {
                Vector512<float> x = Create(a9[rowStride2]); s11 = FusedMultiplyAdd(x, b,
                s11); if (TVectors.Value > 1) t11 = FusedMultiplyAdd(x, c, t11);
            }

            a += stepStride;
            if (TRows.Value > 3) a3 += stepStride;
            if (TRows.Value > 6) a6 += stepStride;
            if (TRows.Value > 9) a9 += stepStride;
        }

        if (TRows.Value > 0) Store<TVectors>(s0, t0, sums + 0 * SumStride);
        if (TRows.Value > 1) Store<TVectors>(s1, t1, sums + 1 * SumStride);
        if (TRows.Value > 2) Store<TVectors>(s2, t2, sums + 2 * SumStride);
        if (TRows.Value > 3) Store<TVectors>(s3, t3, sums + 3 * SumStride);
        if (TRows.Value > 4) Store<TVectors>(s4, t4, sums + 4 * SumStride);
        if (TRows.Value > 5) Store<TVectors>(s5, t5, sums + 5 * SumStride);
        if (TRows.Value > 6) Store<TVectors>(s6, t6, sums + 6 * SumStride);
        if (TRows.Value > 7) Store<TVectors>(s7, t7, sums + 7 * SumStride);
        if (TRows.Value > 8) Store<TVectors>(s8, t8, sums + 8 * SumStride);
        if (TRows.Value > 9) Store<TVectors>(s9, t9, sums + 9 * SumStride);
        if (TRows.Value > 10) Store<TVectors>(s10, t10, sums + 10 * SumStride);
        if (TRows.Value > 11) Store<TVectors>(s11, t11, sums + 11 * SumStride);
    }

    /// <summary>The columns of <see cref="MultiplyRow"/>: as many vectors as hide the latency of a multiply-add.</summary>
    internal static int RowColumns => Vector512.IsHardwareAccelerated ? 8 * Storage.Lanes : 4 * Storage.Lanes;

    /// <summary>sums[j] = Σ a[k] b[k, j] over k in order, for a single row and <see cref="RowColumns"/> columns that lie side by side.</summary>
    [MethodImpl(HotLoop.Options)]
    internal static void MultiplyRow(int length, float* a, nint stepStride, float* b, nint* steps, float* sums)
    {
        Vector512<float> s0 = Vector512<float>.Zero;
        Vector512<float> s1 = Vector512<float>.Zero;
        Vector512<float> s2 = Vector512<float>.Zero;
        Vector512<float> s3 = Vector512<float>.Zero;
        Vector512<float> s4 = Vector512<float>.Zero;
        Vector512<float> s5 = Vector512<float>.Zero;
        Vector512<float> s6 = Vector512<float>.Zero;
        Vector512<float> s7 = Vector512<float>.Zero;
        for (nint* end = steps + length; steps < end; steps++, a += stepStride)
        {
            float* row = b + *steps;
            Vector512<float> x = Create(*a);
            s0 = FusedMultiplyAdd(x, Vector512.Load(row), s0);
            s1 = FusedMultiplyAdd(x, Vector512.Load(row + 1 * Storage.Lanes), s1);
            s2 = FusedMultiplyAdd(x, Vector512.Load(row + 2 * Storage.Lanes), s2);
            s3 = FusedMultiplyAdd(x, Vector512.Load(row + 3 * Storage.Lanes), s3);
            if (Vector512.IsHardwareAccelerated)
            {
                s4 = FusedMultiplyAdd(x, Vector512.Load(row + 4 * Storage.Lanes), s4);
                s5 = FusedMultiplyAdd(x, Vector512.Load(row + 5 * Storage.Lanes), s5);
                s6 = FusedMultiplyAdd(x, Vector512.Load(row + 6 * Storage.Lanes), s6);
                s7 = FusedMultiplyAdd(x, Vector512.Load(row + 7 * Storage.Lanes), s7);
            }
        }

        s0.Store(sums);
        s1.Store(sums + 1 * Storage.Lanes);
        s2.Store(sums + 2 * Storage.Lanes);
        s3.Store(sums + 3 * Storage.Lanes);
        if (Vector512.IsHardwareAccelerated)
        {
            s4.Store(sums + 4 * Storage.Lanes);
            s5.Store(sums + 5 * Storage.Lanes);
            s6.Store(sums + 6 * Storage.Lanes);
            s7.Store(sums + 7 * Storage.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(Vector512<float> first, Vector512<float> second, float* sums) where TVectors : struct, INumber
    {
        first.Store(sums);
        if (TVectors.Value > 1) second.Store(sums + Storage.Lanes);
    }
}
