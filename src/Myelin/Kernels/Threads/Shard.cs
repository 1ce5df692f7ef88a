namespace Myelin.Kernels;

/// <summary>What one shard of rows contributes to a sum over a batch.</summary>
internal interface IShardTerm
{
    /// <summary>Writes, or adds, the contribution of some rows.</summary>
    void Compute(int firstRow, int endRow, Span<float> result, bool accumulate);
}

/// <summary>Cuts a batch into shards of rows and adds what they contribute in a fixed binary tree.</summary>
internal static class Shard
{
    /// <summary>The first row of a shard.</summary>
    internal static int Start(int rows, int shards, int shard) => (int)((long)rows * shard / shards);

    /// <summary>result = sum over the shards of a batch, or result += that sum.</summary>
    internal static void Sum<TTerm>(TTerm term, int rows, int shards, Span<float> result, bool accumulate) where TTerm : IShardTerm, allows ref struct =>
        Sum(ref term, 0, rows, shards, result, accumulate);

    private static void Sum<TTerm>(ref TTerm term, int first, int end, int shards, Span<float> result, bool accumulate) where TTerm : IShardTerm,
        allows ref struct
    {
        if (shards == 1)
        {
            term.Compute(first, end, result, accumulate);
            return;
        }

        int half = shards / 2;
        int middle = first + Start(end - first, shards, half);
        using Scratch scratch = Scratch.Take(result.Length);
        Sum(ref term, first, middle, half, scratch.Span, accumulate: false);
        using Scratch other = Scratch.Take(result.Length);
        Sum(ref term, middle, end, shards - half, other.Span, accumulate: false);
        Copy.To(other.Span, scratch.Span, accumulate: true);
        Copy.To(scratch.Span, result, accumulate);
    }
}
