using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// The operands of a convolution's gradient by its weights: output gradients [filters, pixels] times patches [pixels, filter
/// length], image after image. Each image begins a new chunk, so images can be regrouped without a change of bits.
/// </summary>
internal readonly unsafe struct PatchSource : IProductSource
{
    private readonly ConvolutionShape shape;
    private readonly float* planes;
    private readonly float* outputGradient;
    private readonly int planeHeight;
    private readonly int planeWidth;
    private readonly int outputWidth;
    private readonly int pixels;
    private readonly int chunksPerImage;

    /// <param name="shape">The convolution.</param>
    /// <param name="planes">The images with their zero border, row by row.</param>
    /// <param name="planeHeight">Rows of a plane, border included.</param>
    /// <param name="planeWidth">Columns of a plane, border included.</param>
    /// <param name="outputGradient">The gradient by the output.</param>
    /// <param name="images">How many images are summed, 1 or more.</param>
    internal PatchSource(in ConvolutionShape shape, float* planes, int planeHeight, int planeWidth, float* outputGradient, int images)
    {
        this.shape = shape;
        this.planes = planes;
        this.planeHeight = planeHeight;
        this.planeWidth = planeWidth;
        this.outputGradient = outputGradient;
        outputWidth = shape.OutputWidth;
        pixels = shape.OutputHeight * outputWidth;
        chunksPerImage = (pixels + MatrixMultiply.ChunkLength - 1) / MatrixMultiply.ChunkLength;
        Chunks = images * chunksPerImage;
    }

    public int Chunks { get; }

    public int Length(int chunk) => Math.Min(MatrixMultiply.ChunkLength, pixels - FirstPixel(chunk));

    public nint LeftRowStride => pixels;

    public nint LeftStepStride => 1;

    public float* Left(int chunk) => outputGradient + (nint)(chunk / chunksPerImage) * shape.Filters * pixels + FirstPixel(chunk);

    public bool RightInPlace => false;

    public nint RightStepStride => 0;

    public float* Right(int chunk, int column) => null;

    public void PackRight(int chunk, int column, int count, float* panel)
    {
        int taps = shape.KernelHeight * shape.KernelWidth;
        float* image = planes + (nint)(chunk / chunksPerImage) * shape.Channels * planeHeight * planeWidth;
        for (int end = column + count; column < end;)
        {
            int channel = column / taps, y = column % taps / shape.KernelWidth, x = column % shape.KernelWidth;
            int run = Math.Min(shape.KernelWidth - x, end - column);
            CopyRuns(image + ((nint)channel * planeHeight + y) * planeWidth + x, FirstPixel(chunk), Length(chunk), run, panel);
            panel += run;
            column += run;
        }
    }

    private int FirstPixel(int chunk) => chunk % chunksPerImage * MatrixMultiply.ChunkLength;

    /// <summary>For each pixel of the chunk, copies the elements under one row of the kernel.</summary>
    private void CopyRuns(float* corner, int pixel, int length, int run, float* panel)
    {
        int y = pixel / outputWidth, x = pixel % outputWidth, stride = shape.Stride;
        float* source = corner + (nint)y * stride * planeWidth + x * stride;
        for (int k = 0; k < length; k++, panel += RegisterTile.MaxColumns)
        {
            Copy(source, panel, run);
            source += stride;
            if (++x < outputWidth) continue;
            x = 0;
            y++;
            source = corner + (nint)y * stride * planeWidth;
        }
    }

    // A kernel row is short: whole quarters of a vector, the last one overlapping, beat a general copy.
    private static void Copy(float* source, float* destination, int count)
    {
        if (count < 4)
        {
            for (int i = 0; i < count; i++) destination[i] = source[i];
            return;
        }

        for (int i = 0; i < count - 4; i += 4) Vector128.Load(source + i).Store(destination + i);
        Vector128.Load(source + count - 4).Store(destination + count - 4);
    }
}
