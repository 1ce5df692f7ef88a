namespace Myelin.Kernels;

/// <summary>Runs a product on the caller's thread or on all of them, cut over the result or, where that is small, over k.</summary>
internal static unsafe class Product
{
    /// <summary>Below this many multiply-adds the threads' handing over costs more than it saves.</summary>
    internal const long MinParallelWork = 1 << 19;

    // The chunks' results of a product that is cut over k take at most 4 MB.
    private const long MaxResultsApart = 1 << 20;

    [ThreadStatic]
    private static Storage? space, resultSpace;

    /// <summary>C = A · B, or C += A · B, then the epilogue.</summary>
    /// <param name="source">The operands.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="steps">The length of k.</param>
    /// <param name="c">The result, row by row without gaps.</param>
    /// <param name="accumulate">Whether the product is added to what the result holds.</param>
    /// <param name="bias">Added to the finished sums.</param>
    /// <param name="epilogue">Run over the finished elements.</param>
    internal static void Run<TSource,
        TEpilogue>(in TSource source, int rows, int columns, long steps, float* c, bool accumulate, in Bias bias, in TEpilogue epilogue)
        where TSource : unmanaged, IProductSource
        where TEpilogue : unmanaged, IEpilogue
    {
        if (rows == 0 || columns == 0) return;
        bool parallel = Workers.Threads > 1 && rows * (long)columns * steps >= MinParallelWork;
        int wanted = parallel ? 4 * Workers.Threads : 1;
        var blocks = new ProductBlocks<TSource, TEpilogue>(source, rows, columns, c, accumulate, bias, epilogue, wanted);
        if (blocks.Count < wanted && source.Chunks >= wanted && (long)rows * columns * source.Chunks <= MaxResultsApart)
            RunChunksApart(source, rows, columns, c, accumulate, bias, epilogue, wanted);
        else if (parallel) Workers.Run(blocks, blocks.Count);
        else for (int part = 0; part < blocks.Count; part++) blocks.Run(part);
    }

    /// <summary>The calling thread's buffer for sums and panels.</summary>
    internal static float* Space(int length) => KeptBuffer.Rent(ref space, length);

    private static void RunChunksApart<TSource,
        TEpilogue>(in TSource source, int rows, int columns, float* c, bool accumulate, in Bias bias, in TEpilogue epilogue, int wanted)
        where TSource : unmanaged, IProductSource
        where TEpilogue : unmanaged, IEpilogue
    {
        int size = rows * columns;
        float* results = KeptBuffer.Rent(ref resultSpace, source.Chunks * size + Storage.Lanes);
        var parts = new ProductBlocks<TSource, NoEpilogue>(source, rows, columns, results, wanted);
        Workers.Run(parts, parts.Count);
        for (int chunk = 0; chunk < source.Chunks; chunk++)
        {
            bool add = accumulate || chunk > 0, last = chunk == source.Chunks - 1;
            for (int column = 0; column < columns; column += Storage.Lanes)
            {
                TileSums.Merge(
                    results + (nint)chunk * size + column, columns, rows, Math.Min(Storage.Lanes, columns - column), c + column, columns, add,
                    last ? bias.OfRows(0) : null, last ? bias.OfColumns(column) : null);
            }
        }

        epilogue.Run(c, 0, size);
    }
}
