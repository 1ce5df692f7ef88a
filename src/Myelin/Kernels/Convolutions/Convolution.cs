using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>
/// Two-dimensional convolution of images [channels, height, width] with weights [filters, channels, kernel height, kernel width],
/// and its gradients, on the register tile of the matrix product and with its contract of bits.
/// </summary>
internal static unsafe class Convolution
{
    // Below this many terms the threads' handing over costs more than it saves.
    private const long MinParallelSum = 1 << 16;

    [ThreadStatic]
    private static Storage? tapSpace, weightSpace;

    /// <summary>output = kernel(input * weights + bias); each sum runs over (channel, kernel row, kernel column).</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="images">How many images.</param>
    /// <param name="input">[images, channels, height, width].</param>
    /// <param name="weights">[filters, channels, kernel height, kernel width].</param>
    /// <param name="bias">[filters], or empty for none.</param>
    /// <param name="kernel">The activation.</param>
    /// <param name="output">[images, filters, output height, output width].</param>
    /// <param name="kept">The same: receives what the activation's derivative needs, its inputs or its slopes; empty: not kept.</param>
    internal static void Forward<TFunction>(
        in ConvolutionShape shape, int images, ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, TFunction kernel,
            Span<float> output, Span<float> kept = default)
        where TFunction : unmanaged, IUnaryFunction
    {
        Check(input.Length, images, shape.InputLength, nameof(input));
        Check(weights.Length, shape.Filters, shape.FilterLength, nameof(weights));
        Check(output.Length, images, shape.OutputLength, nameof(output));
        if (!bias.IsEmpty) Check(bias.Length, shape.Filters, 1, nameof(bias));
        if (!kept.IsEmpty) Check(kept.Length, images, shape.OutputLength, nameof(kept));
        int height = shape.OutputHeight, width = shape.OutputWidth;
        var planes = new PaddedPlanes(
            shape.Channels, shape.Height, shape.Width, shape.Padding, shape.Padding, spacing: 1, shape.Stride,
            (height - 1) * shape.Stride + shape.KernelHeight, (width - 1) * shape.Stride + shape.KernelWidth);
        fixed (float* source = input, filters = weights, added = bias, result = output, keep = kept)
        {
            Run(new Correlation<ActivationEpilogue<TFunction>>(
                planes, source, shape.InputLength, filters, shape.Filters, Taps(planes, shape.Channels, shape), shape.FilterLength, result, height, width,
                new Bias(added, BiasAxis.Rows), new ActivationEpilogue<TFunction>(kernel, keep)), shape, images);
        }
    }

    /// <summary>
    /// The gradient by the input: the output gradient, its elements a stride apart and padded, convolved with the weights turned by
    /// half a turn; each sum runs over (filter, turned kernel row, turned kernel column).
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="images">How many images.</param>
    /// <param name="weights">[filters, channels, kernel height, kernel width].</param>
    /// <param name="outputGradient">[images, filters, output height, output width].</param>
    /// <param name="inputGradient">[images, channels, height, width].</param>
    internal static void InputGradient(in ConvolutionShape shape, int images, ReadOnlySpan<float> weights, ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient)
    {
        Check(weights.Length, shape.Filters, shape.FilterLength, nameof(weights));
        Check(outputGradient.Length, images, shape.OutputLength, nameof(outputGradient));
        Check(inputGradient.Length, images, shape.InputLength, nameof(inputGradient));
        var planes = new PaddedPlanes(
            shape.Filters, shape.OutputHeight, shape.OutputWidth, shape.KernelHeight - 1 - shape.Padding, shape.KernelWidth - 1 - shape.Padding,
            shape.Stride, stride: 1,
            shape.Height + shape.KernelHeight - 1, shape.Width + shape.KernelWidth - 1);
        fixed (float* filters = weights, source = outputGradient, result = inputGradient)
        {
            float* turned = Turned(filters, shape);
            nint* taps = Taps(planes, shape.Filters, shape);
            int steps = shape.Filters * shape.KernelHeight * shape.KernelWidth;
            Run(new Correlation<NoEpilogue>(
                planes, source, shape.OutputLength, turned, shape.Channels, taps, steps, result, shape.Height, shape.Width, default,
                    new NoEpilogue()), shape, images);
        }
    }

    /// <summary>
    /// The gradient by the weights over a range of images, summed as <see cref="ConvolutionWeightGradient"/> says.
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="first">The first image of the range.</param>
    /// <param name="end">The image behind the last.</param>
    /// <param name="input">[images, channels, height, width].</param>
    /// <param name="outputGradient">[images, filters, output height, output width].</param>
    /// <param name="weightGradient">[filters, channels, kernel height, kernel width]; what it held is overwritten.</param>
    internal static void WeightGradient(in ConvolutionShape shape, int first, int end, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient,
        Span<float> weightGradient)
    {
        CheckRange(first, end);
        Check(input.Length, end, shape.InputLength, nameof(input));
        Check(outputGradient.Length, end, shape.OutputLength, nameof(outputGradient));
        Check(weightGradient.Length, shape.Filters, shape.FilterLength, nameof(weightGradient));
        if (first == end)
        {
            weightGradient[..(shape.Filters * shape.FilterLength)].Clear();
            return;
        }

        fixed (float* source = input, gradient = outputGradient)
        {
            ConvolutionWeightGradient.Run(shape, source + (nint)first * shape.InputLength, gradient + (nint)first * shape.OutputLength, end - first,
                weightGradient);
        }
    }

    /// <summary>The gradient by the bias over a range of images: 16 lanes run over the images and their pixels, then a fixed tree over the lanes.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="first">The first image of the range.</param>
    /// <param name="end">The image behind the last.</param>
    /// <param name="outputGradient">[images, filters, output height, output width].</param>
    /// <param name="biasGradient">[filters]; what it held is overwritten.</param>
    internal static void BiasGradient(in ConvolutionShape shape, int first, int end, ReadOnlySpan<float> outputGradient, Span<float> biasGradient)
    {
        CheckRange(first, end);
        Check(outputGradient.Length, end, shape.OutputLength, nameof(outputGradient));
        Check(biasGradient.Length, shape.Filters, 1, nameof(biasGradient));
        fixed (float* gradient = outputGradient, result = biasGradient)
        {
            var sums = new BiasSums(shape, first, end, gradient, result);
            if ((long)(end - first) * shape.OutputLength >= MinParallelSum) Workers.Run(sums, shape.Filters);
            else for (int filter = 0; filter < shape.Filters; filter++) sums.Run(filter);
        }
    }

    /// <summary>The sum of one filter's gradients per part.</summary>
    private readonly struct BiasSums(ConvolutionShape shape, int first, int end, float* gradient, float* result) : IJob
    {
        private readonly float* gradient = gradient;
        private readonly float* result = result;

        public void Run(int filter)
        {
            int pixels = shape.OutputHeight * shape.OutputWidth, filters = shape.Filters;
            Vector512<float> sum = Vector512<float>.Zero;
            for (int image = first; image < end; image++)
            {
                float* plane = gradient + ((nint)image * filters + filter) * pixels;
                int pixel = 0;
                for (; pixel <= pixels - Storage.Lanes; pixel += Storage.Lanes) sum += Vector512.Load(plane + pixel);
                if (pixel < pixels) sum += PartialVector.Load(plane + pixel, pixels - pixel);
            }

            result[filter] = Sums.OfLanes(sum);
        }
    }

    private static void Run<TEpilogue>(in Correlation<TEpilogue> correlation, in ConvolutionShape shape, int images) where TEpilogue : unmanaged, IEpilogue
    {
        long work = (long)images * shape.OutputLength * shape.FilterLength;
        if (work >= Product.MinParallelWork) Workers.Run(correlation, images);
        else for (int image = 0; image < images; image++) correlation.Run(image);
    }

    /// <summary>Where each element of a filter meets the planes.</summary>
    private static nint* Taps(in PaddedPlanes planes, int channels, in ConvolutionShape shape)
    {
        int count = checked(channels * shape.KernelHeight * shape.KernelWidth), tap = 0;
        var taps = (nint*)KeptBuffer.Rent(ref tapSpace, checked(count * (sizeof(nint) / sizeof(float))));
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < shape.KernelHeight; y++)
            {
                for (int x = 0; x < shape.KernelWidth; x++) taps[tap++] = planes.Tap(channel, y, x);
            }
        }

        return taps;
    }

    /// <summary>The weights as [channels, filters, turned kernel].</summary>
    private static float* Turned(float* weights, in ConvolutionShape shape)
    {
        int taps = shape.KernelHeight * shape.KernelWidth;
        float* turned = KeptBuffer.Rent(ref weightSpace, checked(shape.Filters * shape.FilterLength));
        for (int filter = 0; filter < shape.Filters; filter++)
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                float* target = turned + ((nint)channel * shape.Filters + filter) * taps;
                for (int tap = taps - 1; tap >= 0; tap--) target[tap] = *weights++;
            }
        }

        return turned;
    }

    private static void CheckRange(int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, first);
    }

    private static void Check(int length, int count, int each, string name)
    {
        if (count < 0 || length < (long)count * each) throw new ArgumentException($"{count} times {each} elements do not fit {length}.", name);
    }
}
