using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// Sums whose order of additions depends on the number of terms alone. Long runs: 64 lanes over blocks of 1024 terms, the block sums
/// again by the same rule. Over rows: one chain a column in blocks of 512 rows, the blocks in order. Over shards: a binary tree.
/// </summary>
internal static class Sums
{
    /// <summary>The terms that are added first, on their own.</summary>
    internal const int Block = 1024;
    private const int RowBlock = 512;

    /// <summary>The sum of a run of elements; 0 for an empty one.</summary>
    internal static float Of(ReadOnlySpan<float> x)
    {
        if (x.Length <= Block) return OfBlock(x);
        int part = Block;
        while ((long)part * Block < x.Length) part *= Block;
        Span<float> sums = stackalloc float[(x.Length + part - 1) / part];
        for (int i = 0; i < sums.Length; i++) sums[i] = Of(x.Slice(i * part, Math.Min(part, x.Length - i * part)));
        return OfBlock(sums);
    }

    /// <summary>The sum of rows' values: per shard of rows, then the shards in a binary tree.</summary>
    internal static float OfShards(ReadOnlySpan<float> rows, int shards)
    {
        if (shards == 1) return Of(rows);
        int half = shards / 2;
        int middle = Shard.Start(rows.Length, shards, half);
        return OfShards(rows[..middle], half) + OfShards(rows[middle..], shards - half);
    }

    /// <summary>y[column] = sum over rows of x[row, column], or y += that sum.</summary>
    [MethodImpl(HotLoop.Options)]
    internal static void OverRows(ReadOnlySpan<float> x, int rows, int columns, Span<float> y, bool accumulate)
    {
        if (x.Length != (long)rows * columns || y.Length != columns)
            throw new ArgumentException($"{x.Length} elements are not {rows} rows of {columns}, or {y.Length} not one a column.");
        ref float source = ref MemoryMarshal.GetReference(x);
        for (int column = 0; column < columns; column += Lanes.Count)
        {
            Vector512<float> total = Vector512<float>.Zero;
            for (int first = 0; first < rows; first += RowBlock)
            {
                int last = Math.Min(rows, first + RowBlock);
                // Rows may be read beyond their end while another row follows; what lies there is not stored.
                int whole = Math.Max(first, Math.Min(last, rows - (column + Lanes.Count - 1) / columns));
                Vector512<float> sum = Chain(ref source, first, whole, columns, column);
                for (int row = whole; row < last; row++) sum += Lanes.LoadPart(x.Slice(row * columns + column, Math.Min(Lanes.Count, columns - column)));
                total = first == 0 ? sum : total + sum;
            }

            Span<float> target = y.Slice(column, Math.Min(Lanes.Count, columns - column));
            if (accumulate) total += Lanes.LoadPart(target);
            Lanes.StorePart(total, target);
        }
    }

    private static Vector512<float> Chain(ref float source, int first, int last, int columns, int column)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int row = first; row < last; row++) sum += Lanes.Load(ref source, (nint)row * columns + column);
        return sum;
    }

    [MethodImpl(HotLoop.Options)]
    private static float OfBlock(ReadOnlySpan<float> x)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
        nint i = 0;
        for (; i <= x.Length - 4 * Lanes.Count; i += 4 * Lanes.Count)
        {
            s0 += Lanes.Load(ref source, i);
            s1 += Lanes.Load(ref source, i + Lanes.Count);
            s2 += Lanes.Load(ref source, i + 2 * Lanes.Count);
            s3 += Lanes.Load(ref source, i + 3 * Lanes.Count);
        }

        for (; i <= x.Length - Lanes.Count; i += Lanes.Count) s0 += Lanes.Load(ref source, i);
        if (i < x.Length) s1 += Lanes.LoadPart(x[(int)i..]);
        return OfLanes((s0 + s1) + (s2 + s3));
    }

    /// <summary>The sum of 16 lanes in a binary tree.</summary>
    internal static float OfLanes(Vector512<float> v)
    {
        Vector256<float> eight = v.GetLower() + v.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
