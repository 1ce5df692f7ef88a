namespace Myelin.Kernels;

/// <summary>
/// How an image's channels are laid out so that a convolution reads them in place: with their zero border, zeros between the
/// elements where a strided convolution is reversed, and the columns that a strided kernel tap meets moved next to each other. Then
/// 16 neighbouring outputs meet 16 neighbouring floats at every tap, and no column matrix is built.
/// </summary>
internal readonly unsafe struct PaddedPlanes
{
    private readonly int channels;
    private readonly int height;
    private readonly int width;
    private readonly int top;
    private readonly int left;
    private readonly int spacing;
    private readonly int stride;
    private readonly int paddedHeight;
    private readonly int phaseLength;

    /// <param name="channels">Planes of the image.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their columns.</param>
    /// <param name="top">Zero rows above, or negative: rows left out.</param>
    /// <param name="left">Zero columns on the left, or negative: columns left out.</param>
    /// <param name="spacing">Distance of neighbours in the padded plane.</param>
    /// <param name="stride">The stride of the convolution that reads the planes.</param>
    /// <param name="paddedHeight">Rows that it reads.</param>
    /// <param name="paddedWidth">Columns that it reads.</param>
    internal PaddedPlanes(int channels, int height, int width, int top, int left, int spacing, int stride, int paddedHeight, int paddedWidth)
    {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.top = top;
        this.left = left;
        this.spacing = spacing;
        this.stride = stride;
        this.paddedHeight = paddedHeight;
        phaseLength = (paddedWidth + stride - 1) / stride;
    }

    private int RowLength => checked(stride * phaseLength);

    private int PlaneLength => checked(paddedHeight * RowLength);

    /// <summary>Floats of one image; a reader of whole vectors needs <see cref="Storage.Lanes"/> more.</summary>
    internal int Length => checked(channels * PlaneLength);

    /// <summary>Where the element lies that the kernel's tap meets at output column 0 of a row.</summary>
    internal int Tap(int channel, int y, int x) => channel * PlaneLength + y * RowLength + x % stride * phaseLength + x / stride;

    /// <summary>Distance between the elements that a tap meets at neighbouring output rows.</summary>
    internal int OutputRowStride => stride * RowLength;

    /// <summary>Lays an image out.</summary>
    internal void Fill(float* image, float* padded)
    {
        new Span<float>(padded, Length + Storage.Lanes).Clear();
        int firstColumn = Math.Max(0, (-left + spacing - 1) / spacing);
        int endColumn = Math.Min(width, (RowLength - left + spacing - 1) / spacing);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < height; y++, image += width)
            {
                int row = top + y * spacing;
                if (row < 0 || row >= paddedHeight || firstColumn >= endColumn) continue;
                float* target = padded + channel * PlaneLength + row * RowLength;
                if (spacing == 1 && stride == 1)
                    new Span<float>(image + firstColumn, endColumn - firstColumn).CopyTo(new Span<float>(target + left + firstColumn, endColumn - firstColumn));
                else
                    Scatter(image, firstColumn, endColumn, target);
            }
        }
    }

    private void Scatter(float* row, int firstColumn, int endColumn, float* target)
    {
        for (int x = firstColumn; x < endColumn; x++)
        {
            int column = left + x * spacing;
            target[column % stride * phaseLength + column / stride] = row[x];
        }
    }
}
