using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// A convolution's gradient by its weights, a group of images per part. The sum for a weight: 16 lanes run along the pixels of a row, one
/// chain of fused multiply-adds a lane over the vectors, rows and images of a group; then a tree over the lanes; then the groups in order.
/// How many images make a group depends on the convolution's sizes alone.
/// </summary>
internal readonly unsafe struct ConvolutionWeightGradient : IJob
{
    // A tile's gradients of one group stay in the first-level cache while all channels pass by.
    private const int GroupLength = 6144;

    // The groups' results are added as soon as so many are there.
    private const int GroupsAtOnce = 32;

    [ThreadStatic]
    private static Storage? space, resultSpace;

    private readonly ConvolutionShape shape;
    private readonly PaddedPlanes planes;
    private readonly float* input;
    private readonly float* outputGradient;
    private readonly float* results;
    private readonly int images;
    private readonly int firstGroup;
    private readonly int imagesPerGroup;
    private readonly bool flat;
    private readonly int rowStride;
    private readonly int gradientLength;
    private readonly int phaseLength;

    private ConvolutionWeightGradient(in ConvolutionShape shape, float* input, float* outputGradient, int images, float* results, int firstGroup)
    {
        this.shape = shape;
        this.input = input;
        this.outputGradient = outputGradient;
        this.images = images;
        this.results = results;
        this.firstGroup = firstGroup;
        int height = shape.OutputHeight, width = shape.OutputWidth, whole = Storage.RoundUp(width),
            paddedWidth = (width - 1) * shape.Stride + shape.KernelWidth;
        planes = new PaddedPlanes(
            shape.Channels, shape.Height, shape.Width, shape.Padding, shape.Padding, spacing: 1, shape.Stride,
                (height - 1) * shape.Stride + shape.KernelHeight, paddedWidth);
        phaseLength = (paddedWidth + shape.Stride - 1) / shape.Stride;
        // Rows much shorter than a vector leave fewer lanes idle when the plane is one long row with gaps as wide as the border.
        flat = shape.Stride == 1 && paddedWidth < whole;
        rowStride = flat ? paddedWidth : whole;
        gradientLength = Storage.RoundUp((height - 1) * rowStride + width);
        imagesPerGroup = Math.Clamp(GroupLength / (5 * gradientLength), 1, 16);
    }

    /// <summary>The gradient over some images.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="input">[images, channels, height, width].</param>
    /// <param name="outputGradient">[images, filters, output height, output width].</param>
    /// <param name="images">How many images, at least 1.</param>
    /// <param name="weightGradient">[filters, channels, kernel height, kernel width].</param>
    internal static void Run(in ConvolutionShape shape, float* input, float* outputGradient, int images, Span<float> weightGradient)
    {
        int length = shape.Filters * shape.FilterLength, perGroup = new ConvolutionWeightGradient(shape, input, outputGradient, images, null, 0).imagesPerGroup;
        int groups = (images + perGroup - 1) / perGroup, atOnce = Math.Min(groups, GroupsAtOnce);
        float* results = KeptBuffer.Rent(ref resultSpace, checked(atOnce * length));
        for (int first = 0; first < groups; first += atOnce)
        {
            int count = Math.Min(atOnce, groups - first);
            var job = new ConvolutionWeightGradient(shape, input, outputGradient, images, results, first);
            if ((long)images * shape.OutputLength * shape.FilterLength >= Product.MinParallelWork) Workers.Run(job, count);
            else for (int group = 0; group < count; group++) job.Run(group);
            for (int group = 0; group < count; group++)
                Copy.To(new ReadOnlySpan<float>(results + (nint)group * length, length), weightGradient[..length], accumulate: first + group > 0);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void Run(int part)
    {
        int first = (firstGroup + part) * imagesPerGroup, count = Math.Min(imagesPerGroup, images - first);
        int planesLength = Storage.RoundUp(planes.Length + Storage.Lanes + phaseLength), imageLength = planesLength + shape.Filters * gradientLength;
        float* sums = KeptBuffer.Rent(ref space, checked(TapTile.SumLength + count * imageLength + Storage.Lanes)), laid = sums + TapTile.SumLength;
        for (int image = 0; image < count; image++) Lay(first + image, laid + (nint)image * imageLength, planesLength);
        float* result = results + (nint)part * shape.Filters * shape.FilterLength;
        for (int filter = 0; filter < shape.Filters; filter += TapTile.MaxFilters)
        {
            int filters = Math.Min(TapTile.MaxFilters, shape.Filters - filter);
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                for (int y = 0; y < shape.KernelHeight; y++)
                {
                    for (int phase = 0; phase < Math.Min(shape.Stride, shape.KernelWidth); phase++)
                    {
                        // The taps of a phase meet neighbouring elements.
                        int taps = (shape.KernelWidth - phase + shape.Stride - 1) / shape.Stride;
                        for (int tap = 0; tap < taps; tap += TapTile.MaxTaps)
                            SumTile(filter, filters, channel, y, phase + tap * shape.Stride, Math.Min(TapTile.MaxTaps, taps - tap), laid, count,
                                imageLength, planesLength, sums, result);
                    }
                }
            }
        }
    }

    [MethodImpl(HotLoop.Options)]
    private void SumTile(int filter, int filters, int channel, int y, int x, int taps, float* laid, int count, int imageLength, int planesLength,
        float* sums, float* result)
    {
        var place = new TapTile.Place
        {
            Gradient = laid + planesLength + filter * gradientLength,
            FilterStride = gradientLength,
            GradientRowStride = rowStride,
            Plane = laid + planes.Tap(channel, y, x),
            PlaneRowStride = planes.OutputRowStride,
            Images = count,
            ImageStride = imageLength,
            Rows = flat ? 1 : shape.OutputHeight,
            Vectors = (flat ? gradientLength : rowStride) / Storage.Lanes,
        };
        TapTile.Sum(filters, taps, place, sums);
        for (int i = 0; i < filters; i++)
        {
            float* target = result + (((nint)(filter + i) * shape.Channels + channel) * shape.KernelHeight + y) * shape.KernelWidth + x;
            for (int tap = 0; tap < taps; tap++) target[tap * shape.Stride] = Sums.OfLanes(Vector512.Load(sums + (i * TapTile.MaxTaps + tap) * Storage.Lanes));
        }
    }

    /// <summary>Lays out an image's planes with their border, and behind them its output gradient with rows filled up by zeros.</summary>
    private void Lay(int image, float* laid, int planesLength)
    {
        planes.Fill(input + (nint)image * shape.InputLength, laid);
        new Span<float>(laid + planes.Length, planesLength - planes.Length).Clear();
        int height = shape.OutputHeight, width = shape.OutputWidth;
        float* source = outputGradient + (nint)image * shape.OutputLength;
        for (int filter = 0; filter < shape.Filters; filter++)
        {
            float* target = laid + planesLength + filter * gradientLength;
            new Span<float>(target, gradientLength).Clear();
            for (int y = 0; y < height; y++, source += width) new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(target + y * rowStride, width));
        }
    }
}
