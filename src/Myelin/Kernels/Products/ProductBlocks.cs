using System.Runtime.CompilerServices;

namespace Myelin.Kernels;

/// <summary>
/// A product cut into parts that are computed independently: a grid of blocks of the result, or ranges of chunks of k, each chunk
/// with a result of its own. A part packs what its tiles read often and runs the register tile.
/// </summary>
internal readonly unsafe struct ProductBlocks<TSource, TEpilogue> : IJob
    where TSource : unmanaged, IProductSource
    where TEpilogue : unmanaged, IEpilogue
{
    // A panel of 256 steps and 512 columns takes 512 KB and stays in the second-level cache.
    private const int MaxBlockColumns = 512;

    // Reading in place is cheaper than packing while a panel serves no more than this many tiles.
    private const int TilesThatPayPacking = 4;

    // Enough elements to make a run worth its start, few enough to be in the first-level cache still.
    private const int EpilogueLength = 4096;

    // Rows of the left panel start on different cache sets.
    private const int LeftPanelStride = MatrixMultiply.ChunkLength + Storage.Lanes;
    private const int LeftPanelLength = Storage.Lanes * LeftPanelStride;

    private readonly TSource source;
    private readonly Bias bias;
    private readonly TEpilogue epilogue;
    private readonly float* c;
    private readonly int rows;
    private readonly int columns;
    private readonly int blockRows;
    private readonly int blockColumns;
    private readonly int across;
    private readonly int partChunks;
    private readonly bool accumulate;
    private readonly bool apart;

    /// <summary>Cuts the result into about the wanted number of blocks.</summary>
    internal ProductBlocks(in TSource source, int rows, int columns, float* c, bool accumulate, in Bias bias, in TEpilogue epilogue, int wanted)
    {
        this.source = source;
        this.bias = bias;
        this.epilogue = epilogue;
        this.c = c;
        this.rows = rows;
        this.columns = columns;
        this.accumulate = accumulate;
        partChunks = source.Chunks;
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

    /// <summary>Cuts k into about the wanted number of parts; the chunks' results follow each other.</summary>
    internal ProductBlocks(in TSource source, int rows, int columns, float* results, int wanted)
        : this(source, rows, columns, results, accumulate: false, bias: default, epilogue: default, wanted: 1)
    {
        apart = true;
        partChunks = Parts(source.Chunks, wanted);
        Count *= Parts(source.Chunks, partChunks);
    }

    internal int Count { get; }

    [SkipLocalsInit]
    [MethodImpl(HotLoop.Options)]
    public void Run(int part)
    {
        int grid = across * Parts(rows, blockRows), place = part % grid;
        var block = new Block
        {
            FirstRow = place / across * blockRows,
            FirstColumn = place % across * blockColumns,
        };
        block.Rows = Math.Min(blockRows, rows - block.FirstRow);
        block.Columns = Math.Min(blockColumns, columns - block.FirstColumn);
        block.RightInPlace = source.RightInPlace && block.Rows <= TilesThatPayPacking * RegisterTile.MaxRows;

        int first = part / grid * partChunks, end = Math.Min(first + partChunks, source.Chunks), longest = source.Length(0);
        nint* panelSteps = stackalloc nint[MatrixMultiply.ChunkLength];
        nint* placeSteps = stackalloc nint[MatrixMultiply.ChunkLength];
        for (int k = 0; k < longest; k++) panelSteps[k] = k * RegisterTile.MaxColumns;
        if (block.RightInPlace)
        {
            for (int k = 0; k < longest; k++) placeSteps[k] = k * source.RightStepStride;
        }

        block.PanelSteps = panelSteps;
        block.PlaceSteps = placeSteps;
        block.Sums = Product.Space(RegisterTile.SumLength + LeftPanelLength + Parts(block.Columns, RegisterTile.MaxColumns) * PanelLength);
        for (int chunk = first; chunk < end; chunk++)
        {
            PackRight(block, chunk);
            MultiplyChunk(block, chunk);
        }
    }

    private static int PanelLength => MatrixMultiply.ChunkLength * RegisterTile.MaxColumns;

    private static int Parts(int size, int part) => (size + part - 1) / part;

    private static int Half(int size, int unit) => (Parts(size, unit) + 1) / 2 * unit;

    private void PackRight(in Block block, int chunk)
    {
        for (int column = 0; column < block.Columns; column += RegisterTile.MaxColumns)
        {
            int count = Math.Min(RegisterTile.MaxColumns, block.Columns - column);
            if (block.IsPacked(count)) source.PackRight(chunk, block.FirstColumn + column, count, block.Panel(column));
        }
    }

    [MethodImpl(HotLoop.Options)]
    private void MultiplyChunk(in Block block, int chunk)
    {
        int length = source.Length(chunk), width = RegisterTile.MaxColumns, finished = 0;
        bool last = chunk == source.Chunks - 1;
        for (int row = 0; row < block.Rows; row += RegisterTile.MaxRows)
        {
            int tileRows = Math.Min(RegisterTile.MaxRows, block.Rows - row);
            nint rowStride = source.LeftRowStride, stepStride = source.LeftStepStride;
            float* left = source.Left(chunk) + (block.FirstRow + row) * rowStride;
            if (block.Columns > TilesThatPayPacking * width) left = PackLeft(left, tileRows, length, block.LeftPanel, ref rowStride, ref stepStride);
            int column = 0;
            for (; block.Rows == 1 && block.RightInPlace && column <= block.Columns - RegisterTile.RowColumns; column += RegisterTile.RowColumns)
            {
                RegisterTile.MultiplyRow(length, left, stepStride, source.Right(chunk, block.FirstColumn + column), block.PlaceSteps, block.Sums);
                Merge(block, chunk, row, tileRows, column, RegisterTile.RowColumns);
            }

            for (; column < block.Columns; column += width)
            {
                int count = Math.Min(width, block.Columns - column);
                bool packed = block.IsPacked(count);
                float* right = packed ? block.Panel(column) : source.Right(chunk, block.FirstColumn + column);
                RegisterTile.Multiply(
                    tileRows, count > Storage.Lanes, length, left, rowStride, stepStride, right, right + Storage.Lanes,
                        packed ? block.PanelSteps : block.PlaceSteps, block.Sums);
                Merge(block, chunk, row, tileRows, column, count);
            }

            int done = row + tileRows;
            if (!last || done < block.Rows && (done - finished) * block.Columns < EpilogueLength) continue;
            Finish(block, finished, done - finished);
            finished = done;
        }
    }

    private void Merge(in Block block, int chunk, int row, int tileRows, int column, int count)
    {
        bool add = !apart && (accumulate || chunk > 0), last = chunk == source.Chunks - 1;
        float* result = (apart ? c + (nint)chunk * rows * columns : c) + (nint)(block.FirstRow + row) * columns + block.FirstColumn + column;
        for (int lane = 0; lane < count; lane += Storage.Lanes)
        {
            TileSums.Merge(
                block.Sums + lane, RegisterTile.SumStride, tileRows, Math.Min(Storage.Lanes, count - lane), result + lane, columns, add,
                last ? bias.OfRows(block.FirstRow + row) : null, last ? bias.OfColumns(block.FirstColumn + column + lane) : null);
        }
    }

    /// <summary>Runs the epilogue over rows of a block.</summary>
    private void Finish(in Block block, int row, int count)
    {
        nint first = (nint)(block.FirstRow + row) * columns + block.FirstColumn;
        if (block.Columns == columns)
        {
            epilogue.Run(c, first, count * columns);
            return;
        }

        for (int i = 0; i < count; i++, first += columns) epilogue.Run(c, first, block.Columns);
    }

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

    /// <summary>A part's place in the result and its buffers.</summary>
    private struct Block
    {
        internal int FirstRow;
        internal int Rows;
        internal int FirstColumn;
        internal int Columns;
        internal bool RightInPlace;
        internal nint* PanelSteps;
        internal nint* PlaceSteps;
        internal float* Sums;

        internal readonly float* LeftPanel => Sums + RegisterTile.SumLength;

        internal readonly float* Panel(int column) => LeftPanel + LeftPanelLength + column / RegisterTile.MaxColumns * PanelLength;

        /// <summary>Whether a tile's columns are read from a panel; an edge always is, for whole vectors must be readable.</summary>
        internal readonly bool IsPacked(int count) => !RightInPlace || count % Storage.Lanes != 0;
    }
}
