namespace Myelin.Kernels;

/// <summary>The sizes of a two-dimensional convolution with one stride and zero padding on all sides.</summary>
internal readonly record struct ConvolutionShape
{
    internal ConvolutionShape(int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride = 1, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernelHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernelWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        if (height < 1 || width < 1 || kernelHeight > height + 2 * padding || kernelWidth > width + 2 * padding)
            throw new ArgumentException($"A kernel of {kernelHeight} x {kernelWidth} does not fit an image of {height} x {width} with padding {padding}.");
        Channels = channels;
        Height = height;
        Width = width;
        Filters = filters;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
        Stride = stride;
        Padding = padding;
    }

    internal int Channels { get; }

    internal int Height { get; }

    internal int Width { get; }

    internal int Filters { get; }

    internal int KernelHeight { get; }

    internal int KernelWidth { get; }

    internal int Stride { get; }

    internal int Padding { get; }

    internal int OutputHeight => (Height + 2 * Padding - KernelHeight) / Stride + 1;

    internal int OutputWidth => (Width + 2 * Padding - KernelWidth) / Stride + 1;

    /// <summary>Elements of one image.</summary>
    internal int InputLength => checked(Channels * Height * Width);

    /// <summary>Elements of one image's result.</summary>
    internal int OutputLength => checked(Filters * OutputHeight * OutputWidth);

    /// <summary>Elements of one filter: the length of each sum.</summary>
    internal int FilterLength => checked(Channels * KernelHeight * KernelWidth);
}
