using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// Two-dimensional convolution of images [channels, height, width] with weights [filters, channels, kernel height, kernel width],
/// and its gradients, on the register tile of the matrix product and with its contract of bits.
/// </summary>
internal static unsafe class Convolution
{
    [ThreadStatic]
    private static Storage? tapSpace, weightSpace, planeSpace;

    /// <summary>output = kernel(input * weights + bias); each sum runs over (channel, kernel row, kernel column).</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="images">How many images.</param>
    /// <param name="input">[images, channels, height, width].</param>
    /// <param name="weights">[filters, channels, kernel height, kernel width].</param>
    /// <param name="bias">[filters], or empty for none.</param>
    /// <param name="kernel">The activation.</param>
    /// <param name="output">[images, filters, output height, output width].</param>
    /// <param name="inputs">The same: receives the activation's inputs where its derivative needs them; empty: not kept.</param>
    internal static void Forward<TKernel>(
        in ConvolutionShape shape, int images, ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, TKernel kernel, Span<float> output, Span<float> inputs = default)
        where TKernel : unmanaged, IUnaryKernel
    {
        Check(input.Length, images, shape.InputLength, nameof(input));
        Check(weights.Length, shape.Filters, shape.FilterLength, nameof(weights));
        Check(output.Length, images, shape.OutputLength, nameof(output));
        if (!bias.IsEmpty) Check(bias.Length, shape.Filters, 1, nameof(bias));
        if (!inputs.IsEmpty) Check(inputs.Length, images, shape.OutputLength, nameof(inputs));
        int height = shape.OutputHeight, width = shape.OutputWidth;
        var planes = new PaddedPlanes(
            shape.Channels, shape.Height, shape.Width, shape.Padding, shape.Padding, spacing: 1, shape.Stride,
            (height - 1) * shape.Stride + shape.KernelHeight, (width - 1) * shape.Stride + shape.KernelWidth);
        fixed (float* source = input, filters = weights, added = bias, result = output, kept = inputs)
        {
            var epilogue = new BiasActivation<TKernel>(added, BiasAxis.Rows, kernel, kept, height * width);
            nint* taps = Taps(planes, shape.Channels, shape);
            Run(new Correlation<BiasActivation<TKernel>>(
                planes, source, shape.InputLength, filters, shape.Filters, taps, shape.FilterLength, result, height, width, epilogue), shape, images);
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
    internal static void InputGradient(in ConvolutionShape shape, int images, ReadOnlySpan<float> weights, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        Check(weights.Length, shape.Filters, shape.FilterLength, nameof(weights));
        Check(outputGradient.Length, images, shape.OutputLength, nameof(outputGradient));
        Check(inputGradient.Length, images, shape.InputLength, nameof(inputGradient));
        var planes = new PaddedPlanes(
            shape.Filters, shape.OutputHeight, shape.OutputWidth, shape.KernelHeight - 1 - shape.Padding, shape.KernelWidth - 1 - shape.Padding, shape.Stride, stride: 1,
            shape.Height + shape.KernelHeight - 1, shape.Width + shape.KernelWidth - 1);
        fixed (float* filters = weights, source = outputGradient, result = inputGradient)
        {
            float* turned = Turned(filters, shape);
            nint* taps = Taps(planes, shape.Filters, shape);
            int steps = shape.Filters * shape.KernelHeight * shape.KernelWidth;
            Run(new Correlation<NoEpilogue>(
                planes, source, shape.OutputLength, turned, shape.Channels, taps, steps, result, shape.Height, shape.Width, new NoEpilogue()), shape, images);
        }
    }

    /// <summary>
    /// The gradient by the weights over a range of images, summed image by image and within one over (output row, output column).
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="first">The first image of the range.</param>
    /// <param name="end">The image behind the last.</param>
    /// <param name="input">[images, channels, height, width].</param>
    /// <param name="outputGradient">[images, filters, output height, output width].</param>
    /// <param name="weightGradient">[filters, channels, kernel height, kernel width]; what it held is overwritten.</param>
    internal static void WeightGradient(in ConvolutionShape shape, int first, int end, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> weightGradient)
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

        int planeHeight = shape.Height + 2 * shape.Padding, planeWidth = shape.Width + 2 * shape.Padding, images = end - first;
        fixed (float* source = input, gradient = outputGradient, result = weightGradient)
        {
            float* planes = source + (nint)first * shape.InputLength;
            if (shape.Padding > 0) planes = Pad(planes, shape, images, planeHeight, planeWidth);
            var patches = new PatchSource(shape, planes, planeHeight, planeWidth, gradient + (nint)first * shape.OutputLength, images);
            long steps = (long)images * shape.OutputHeight * shape.OutputWidth;
            Product.Run(patches, shape.Filters, shape.FilterLength, steps, result, accumulate: false, new NoEpilogue());
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
        int pixels = shape.OutputHeight * shape.OutputWidth;
        fixed (float* gradient = outputGradient)
        {
            for (int filter = 0; filter < shape.Filters; filter++)
            {
                Vector512<float> sum = Vector512<float>.Zero;
                for (int image = first; image < end; image++)
                {
                    float* plane = gradient + ((nint)image * shape.Filters + filter) * pixels;
                    for (int pixel = 0; pixel < pixels; pixel += Storage.Lanes) sum += PartialVector.Load(plane + pixel, pixels - pixel);
                }

                biasGradient[filter] = SumLanes(sum);
            }
        }
    }

    private static float SumLanes(Vector512<float> lanes)
    {
        Vector256<float> eight = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
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

    private static float* Pad(float* input, in ConvolutionShape shape, int images, int planeHeight, int planeWidth)
    {
        var planes = new PaddedPlanes(shape.Channels, shape.Height, shape.Width, shape.Padding, shape.Padding, spacing: 1, stride: 1, planeHeight, planeWidth);
        float* padded = KeptBuffer.Rent(ref planeSpace, checked(images * planes.Length + Storage.Lanes));
        for (int image = 0; image < images; image++) planes.Fill(input + (nint)image * shape.InputLength, padded + (nint)image * planes.Length);
        return padded;
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
