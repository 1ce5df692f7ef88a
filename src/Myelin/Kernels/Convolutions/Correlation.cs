using System.Runtime.CompilerServices;
namespace Myelin.Kernels;

/// <summary>
/// Slides filters over padded planes, an image per part: the matrix product filters · patches whose right operand is read from the
/// planes in place. Sums follow the same contract of bits, with k over (channel, row, column) of the filter.
/// </summary>
internal readonly unsafe struct Correlation<TEpilogue> : IJob
    where TEpilogue : unmanaged, IEpilogue
{
    private readonly PaddedPlanes planes;
    private readonly Bias bias;
    private readonly TEpilogue epilogue;
    private readonly float* images;
    private readonly float* filters;
    private readonly nint* taps;
    private readonly float* output;
    private readonly int imageLength;
    private readonly int rows;
    private readonly int steps;
    private readonly int height;
    private readonly int width;

    /// <param name="planes">The layout of an image's planes.</param>
    /// <param name="images">The images.</param>
    /// <param name="imageLength">Elements of one.</param>
    /// <param name="filters">The filters, one per row.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="taps">Where each element of a filter meets the planes, at the first output.</param>
    /// <param name="steps">How many those are.</param>
    /// <param name="output">Rows x height x width per image.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="bias">One per filter.</param>
    /// <param name="epilogue">Run over the finished planes.</param>
    internal Correlation(
        in PaddedPlanes planes, float* images, int imageLength, float* filters, int rows, nint* taps, int steps, float* output, int height, int width,
            in Bias bias, in TEpilogue epilogue)
    {
        this.planes = planes;
        this.images = images;
        this.imageLength = imageLength;
        this.filters = filters;
        this.rows = rows;
        this.taps = taps;
        this.steps = steps;
        this.output = output;
        this.height = height;
        this.width = width;
        this.bias = bias;
        this.epilogue = epilogue;
    }

    [MethodImpl(HotLoop.Options)]
    public void Run(int part)
    {
        float* sums = Correlation.Space(RegisterTile.SumLength + planes.Length + Storage.Lanes);
        float* padded = sums + RegisterTile.SumLength;
        planes.Fill(images + (nint)part * imageLength, padded);
        int pixels = height * width;
        nint origin = (nint)part * rows * pixels;
        int groupsPerRow = (width + Storage.Lanes - 1) / Storage.Lanes, groups = groupsPerRow * height;
        bool pairs = RegisterTile.MaxColumns > Storage.Lanes;
        for (int step = 0; step < steps; step += MatrixMultiply.ChunkLength)
        {
            int length = Math.Min(MatrixMultiply.ChunkLength, steps - step);
            bool last = step + length == steps;
            for (int row = 0; row < rows; row += RegisterTile.MaxRows)
            {
                int tileRows = Math.Min(RegisterTile.MaxRows, rows - row);
                for (int group = 0; group < groups;)
                {
                    bool two = pairs && group + 1 < groups;
                    float* first = padded + Place(group, groupsPerRow, planes.OutputRowStride);
                    float* second = two ? padded + Place(group + 1, groupsPerRow, planes.OutputRowStride) : first;
                    RegisterTile.Multiply(tileRows, two, length, filters + (nint)row * steps + step, steps, 1, first, second, taps + step, sums);
                    for (int vector = 0; vector < (two ? 2 : 1); vector++, group++)
                    {
                        int count = Math.Min(Storage.Lanes, width - group % groupsPerRow * Storage.Lanes);
                        TileSums.Merge(
                            sums + vector * Storage.Lanes, RegisterTile.SumStride, tileRows, count,
                            output + origin + row * pixels + Place(group, groupsPerRow, width), pixels,
                            add: step > 0, last ? bias.OfRows(row) : null, columnBias: null);
                    }
                }

                if (last) epilogue.Run(output, origin + row * pixels, tileRows * pixels);
            }
        }
    }

    /// <summary>Where the 16 neighbours of a group begin, for a given distance of rows.</summary>
    private static int Place(int group, int groupsPerRow, int rowStride) =>
        group / groupsPerRow * rowStride + group % groupsPerRow * Storage.Lanes;
}

/// <summary>The threads' buffers for sums and padded planes, shared by all kinds of epilogue.</summary>
internal static unsafe class Correlation
{
    [ThreadStatic]
    private static Storage? space;

    internal static float* Space(int length) => KeptBuffer.Rent(ref space, length);
}
