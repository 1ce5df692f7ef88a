using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// Drives the register tile over a product: cuts the result into blocks for the threads, each block into chunks of k, each chunk
/// into tiles, and packs what is read often.
/// </summary>
internal static unsafe class Product
{
    // A panel of 256 steps and 512 columns takes 512 KB and stays in the second-level cache.
    private const int MaxBlockColumns = 512;

    // Below this many multiply-adds the threads' handing over costs more than it saves.
    private const long MinParallelWork = 1 << 19;

    // Reading in place is cheaper than packing while a panel serves no more than this many tiles.
    private const int TilesThatPayPacking = 4;

    [ThreadStatic]
    private static Storage? space;

    internal static void Run<TSource, TEpilogue>(in TSource source, int rows, int columns, long steps, float* c, bool accumulate, in TEpilogue epilogue)
        where TSource : unmanaged, IProductSource
        where TEpilogue : unmanaged, IEpilogue
    {
        if (rows == 0 || columns == 0) return;
        bool parallel = Workers.Threads > 1 && rows * (long)columns * steps >= MinParallelWork;
        var job = new Blocks<TSource, TEpilogue>(source, rows, columns, c, accumulate, epilogue, parallel ? 4 * Workers.Threads : 1);
        if (job.Count == 1) job.Run(0);
        else if (parallel) Workers.Run(job, job.Count);
        else for (int part = 0; part < job.Count; part++) job.Run(part);
    }

    /// <summary>The result cut into a grid of blocks that are computed independently.</summary>
    private readonly struct Blocks<TSource, TEpilogue> : IJob
        where TSource : unmanaged, IProductSource
        where TEpilogue : unmanaged, IEpilogue
    {
        private readonly TSource source;
        private readonly TEpilogue epilogue;
        private readonly float* c;
        private readonly int rows;
        private readonly int columns;
        private readonly int blockRows;
        private readonly int blockColumns;
        private readonly int across;
        private readonly bool accumulate;

        internal Blocks(in TSource source, int rows, int columns, float* c, bool accumulate, in TEpilogue epilogue, int wanted)
        {
            this.source = source;
            this.epilogue = epilogue;
            this.c = c;
            this.rows = rows;
            this.columns = columns;
            this.accumulate = accumulate;
            blockRows = rows;
            blockColumns = columns;
            while (true)
            {
                across = Parts(columns, blockColumns);
                Count = across * Parts(rows, blockRows);
                bool wide = blockColumns > RegisterTile.MaxColumns && blockColumns >= blockRows;
                if (blockColumns > MaxBlockColumns || Count < wanted && wide) blockColumns = Half(blockColumns, RegisterTile.MaxColumns);
                else if (Count < wanted && blockRows > RegisterTile.MaxRows) blockRows = Half(blockRows, RegisterTile.MaxRows);
                else break;
            }
        }

        internal int Count { get; }

        public void Run(int part)
        {
            int row = part / across * blockRows, column = part % across * blockColumns;
            Block(source, row, Math.Min(blockRows, rows - row), column, Math.Min(blockColumns, columns - column), c, columns, accumulate, epilogue);
        }

        private static int Parts(int size, int block) => (size + block - 1) / block;

        private static int Half(int size, int unit) => (Parts(size, unit) + 1) / 2 * unit;
    }

    [SkipLocalsInit]
    private static void Block<TSource, TEpilogue>(
        in TSource source, int firstRow, int rows, int firstColumn, int columns, float* c, nint stride, bool accumulate, in TEpilogue epilogue)
        where TSource : unmanaged, IProductSource
        where TEpilogue : unmanaged, IEpilogue
    {
        int height = RegisterTile.MaxRows, width = RegisterTile.MaxColumns;
        int longest = source.Length(0);
        bool inPlace = source.RightInPlace && rows <= TilesThatPayPacking * height;
        bool packLeft = columns > TilesThatPayPacking * width;

        nint* packedSteps = stackalloc nint[MatrixMultiply.ChunkLength];
        nint* steps = stackalloc nint[MatrixMultiply.ChunkLength];
        for (int k = 0; k < longest; k++) packedSteps[k] = k * width;
        if (inPlace) for (int k = 0; k < longest; k++) steps[k] = k * source.RightStepStride;

        int panelLength = MatrixMultiply.ChunkLength * width;
        float* sums = KeptBuffer.Rent(ref space, RegisterTile.SumLength + LeftPanelLength + panelLength * ((columns + width - 1) / width));
        float* leftPanel = sums + RegisterTile.SumLength;
        float* panels = leftPanel + LeftPanelLength;

        for (int chunk = 0; chunk < source.Chunks; chunk++)
        {
            int length = source.Length(chunk);
            bool add = accumulate || chunk > 0, last = chunk == source.Chunks - 1;
            for (int column = 0; column < columns; column += width)
            {
                int count = Math.Min(width, columns - column);
                if (!inPlace || count % Storage.Lanes != 0) source.PackRight(chunk, firstColumn + column, count, panels + column / width * panelLength);
            }

            for (int row = 0; row < rows; row += height)
            {
                int tileRows = Math.Min(height, rows - row);
                float* left = source.Left(chunk) + (firstRow + row) * source.LeftRowStride;
                nint rowStride = source.LeftRowStride, stepStride = source.LeftStepStride;
                if (packLeft) left = PackLeft(left, tileRows, length, leftPanel, ref rowStride, ref stepStride);
                for (int column = 0; column < columns; column += width)
                {
                    int count = Math.Min(width, columns - column);
                    bool packed = !inPlace || count % Storage.Lanes != 0;
                    float* right = packed ? panels + column / width * panelLength : source.Right(chunk, firstColumn + column);
                    RegisterTile.Multiply(tileRows, count > Storage.Lanes, length, left, rowStride, stepStride, right, right + Storage.Lanes, packed ? packedSteps : steps, sums);
                    for (int first = 0; first < count; first += Storage.Lanes)
                        Merge(sums + first, tileRows, Math.Min(Storage.Lanes, count - first), c, stride, add, last, firstRow + row, firstColumn + column + first, epilogue);
                }
            }
        }
    }

    // Rows of the left panel start on different cache sets.
    private const int LeftPanelStride = MatrixMultiply.ChunkLength + Storage.Lanes;
    private const int LeftPanelLength = Storage.Lanes * LeftPanelStride;

    /// <summary>Copies the left operand's rows in the order in which they lie in memory.</summary>
    private static float* PackLeft(float* left, int rows, int length, float* panel, ref nint rowStride, ref nint stepStride)
    {
        if (stepStride == 1)
        {
            Panel.Pack(left, rowStride, 1, rows, length, panel, LeftPanelStride);
            rowStride = LeftPanelStride;
        }
        else
        {
            Panel.Pack(left, stepStride, rowStride, length, rows, panel, Storage.Lanes);
            rowStride = 1;
            stepStride = Storage.Lanes;
        }

        return panel;
    }

    /// <summary>Stores up to 16 columns of a tile's sums, after what C holds and the epilogue were applied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Merge<TEpilogue>(float* sums, int rows, int count, float* c, nint stride, bool add, bool last, int firstRow, int column, in TEpilogue epilogue)
        where TEpilogue : unmanaged, IEpilogue
    {
        float* destination = c + firstRow * stride + column;
        for (int row = 0; row < rows; row++, sums += RegisterTile.SumStride, destination += stride)
        {
            Vector512<float> sum = Vector512.LoadAligned(sums);
            if (add) sum = PartialVector.Load(destination, count) + sum;
            if (last) sum = epilogue.Apply(sum, firstRow + row, column, count);
            PartialVector.Store(destination, sum, count);
        }
    }
}
