using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Kernels;
using Xunit;

namespace Myelin.Tests.Kernels;

[Collection(nameof(WorkersCollection))]
public sealed class ConvolutionTests : IDisposable
{
    private const int Images = 3;

    private readonly int threads = Workers.Threads;

    public static TheoryData<int, int, int, int, int, int, int, int> Shapes => new()
    {
        // channels, height, width, filters, kernel height, kernel width, stride, padding
        { 1, 1, 1, 1, 1, 1, 1, 0 },
        { 1, 1, 1, 2, 3, 3, 1, 1 },
        { 3, 7, 9, 5, 1, 1, 1, 0 },
        { 3, 7, 9, 5, 1, 1, 2, 0 },
        { 1, 28, 28, 6, 5, 5, 1, 2 },
        { 6, 14, 14, 16, 5, 5, 1, 0 },
        { 2, 9, 40, 13, 3, 5, 1, 1 },
        { 2, 40, 9, 3, 5, 2, 1, 3 },
        { 4, 11, 17, 7, 3, 3, 2, 1 },
        { 3, 20, 33, 4, 4, 7, 3, 2 },
        { 2, 24, 45, 3, 3, 3, 2, 1 },
        { 2, 8, 8, 2, 2, 2, 5, 0 },
        { 2, 6, 5, 3, 6, 5, 1, 0 },
        { 2, 5, 5, 3, 2, 2, 1, 4 },
        { 2, 4, 4, 2, 1, 1, 2, 2 },
        { 30, 6, 6, 25, 3, 3, 1, 1 },
        { 40, 5, 5, 4, 5, 5, 1, 2 },
    };

    public void Dispose() => Workers.Threads = threads;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_follows_the_contract_bit_for_bit(int channels, int height, int width, int filters, int kernelHeight, int kernelWidth,
        int stride, int padding)
    {
        var shape = new ConvolutionShape(channels, height, width, filters, kernelHeight, kernelWidth, stride, padding);
        float[] input = Samples.Make(Images * shape.InputLength, 1), weights = Samples.Make(filters * shape.FilterLength, 2), bias = Samples.Make(filters, 3);
        float[] output = new float[Images * shape.OutputLength], kept = new float[output.Length];
        Convolution.Forward(shape, Images, input, weights, bias, new Doubled(), output, kept);
        int pixels = shape.OutputHeight * shape.OutputWidth, place = 0;
        for (int image = 0; image < Images; image++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                for (int pixel = 0; pixel < pixels; pixel++, place++)
                {
                    var sum = new ChunkedSum();
                    for (int step = 0; step < shape.FilterLength; step++)
                        sum.Add(weights[filter * shape.FilterLength + step], Patch(shape, input, image, pixel, step));
                    Assert.Equal(sum.Total + bias[filter], kept[place]);
                    Assert.Equal(kept[place] * 2, output[place]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Weight_gradient_follows_the_contract_bit_for_bit_over_any_range(int channels, int height, int width, int filters, int kernelHeight,
        int kernelWidth, int stride, int padding)
    {
        var shape = new ConvolutionShape(channels, height, width, filters, kernelHeight, kernelWidth, stride, padding);
        float[] input = Samples.Make(Images * shape.InputLength, 1), outputGradient = Samples.Make(Images * shape.OutputLength, 2),
            gradient = new float[filters * shape.FilterLength];
        int pixels = shape.OutputHeight * shape.OutputWidth;
        foreach ((int first, int end) in ((int, int)[])[(0, Images), (1, 2), (1, Images), (2, 2)])
        {
            Convolution.WeightGradient(shape, first, end, input, outputGradient, gradient);
            for (int filter = 0; filter < filters; filter++)
            {
                for (int step = 0; step < shape.FilterLength; step++)
                {
                    float sum = LaneSum(shape, first, end,
                        (image, pixel) => (outputGradient[(image * filters + filter) * pixels + pixel], Patch(shape, input, image, pixel, step)));
                    Assert.Equal(sum, gradient[filter * shape.FilterLength + step]);
                }
            }
        }
    }

    [Fact]
    public void Weight_gradient_of_more_images_than_are_added_at_once_is_their_sum_in_order()
    {
        const int images = 40 * 16 + 3;
        var shape = new ConvolutionShape(1, 3, 3, 2, 2, 2);
        float[] input = Samples.Make(images * shape.InputLength, 1), outputGradient = Samples.Make(images * shape.OutputLength, 2), gradient = new float[8];
        Convolution.WeightGradient(shape, 0, images, input, outputGradient, gradient);
        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(LaneSum(shape, 0, images,
                (image, pixel) => (outputGradient[(image * 2 + i / 4) * 4 + pixel], Patch(shape, input, image, pixel, i % 4))), gradient[i]);
    }

    /// <summary>The contract of the weight gradient: a chain a lane over a group of images, a tree over the lanes, the groups in order.</summary>
    private static float LaneSum(ConvolutionShape shape, int first, int end, Func<int, int, (float Gradient, float Input)> term)
    {
        int width = shape.OutputWidth, padded = width - 1 + shape.KernelWidth, whole = (width + 15) / 16 * 16;
        int rowLength = shape.Stride == 1 && padded < whole ? padded : whole;
        int group = Math.Clamp(6144 / (5 * (((shape.OutputHeight - 1) * rowLength + width + 15) / 16 * 16)), 1, 16);
        float total = 0;
        for (int start = first; start < end; start += group)
        {
            var lanes = new float[16];
            for (int image = start; image < Math.Min(end, start + group); image++)
            {
                for (int pixel = 0; pixel < shape.OutputHeight * width; pixel++)
                {
                    int lane = (pixel / width * rowLength + pixel % width) % 16;
                    (float a, float b) = term(image, pixel);
                    lanes[lane] = MathF.FusedMultiplyAdd(a, b, lanes[lane]);
                }
            }

            for (int half = 8; half > 0; half /= 2)
            {
                for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
            }

            total = start == first ? lanes[0] : total + lanes[0];
        }

        return total;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Input_gradient_is_the_transpose_of_the_forward_pass(int channels, int height, int width, int filters, int kernelHeight,
        int kernelWidth, int stride, int padding)
    {
        var shape = new ConvolutionShape(channels, height, width, filters, kernelHeight, kernelWidth, stride, padding);
        float[] weights = Samples.Make(filters * shape.FilterLength, 1), outputGradient = Samples.Make(Images * shape.OutputLength, 2),
            gradient = new float[Images * shape.InputLength];
        double[] expected = new double[gradient.Length], magnitude = new double[gradient.Length];
        int pixels = shape.OutputHeight * shape.OutputWidth;
        for (int image = 0; image < Images; image++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    for (int step = 0; step < shape.FilterLength; step++)
                    {
                        if (Place(shape, image, pixel, step) is not { } place) continue;
                        double term = (double)weights[filter * shape.FilterLength + step] * outputGradient[(image * filters + filter) * pixels + pixel];
                        expected[place] += term;
                        magnitude[place] += Math.Abs(term);
                    }
                }
            }
        }

        Convolution.InputGradient(shape, Images, weights, outputGradient, gradient);
        int steps = filters * kernelHeight * kernelWidth;
        for (int i = 0; i < gradient.Length; i++) Assert.InRange(Math.Abs(gradient[i] - expected[i]), 0, steps * Math.ScaleB(1, -23) * magnitude[i]);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    public void Bias_gradient_sums_images_and_pixels(int first, int end)
    {
        var shape = new ConvolutionShape(2, 7, 9, 3, 3, 3, 1, 1);
        float[] outputGradient = Samples.Make(Images * shape.OutputLength, 2), gradient = new float[3];
        Convolution.BiasGradient(shape, first, end, outputGradient, gradient);
        for (int filter = 0; filter < 3; filter++)
        {
            double sum = 0;
            for (int image = first; image < end; image++) sum += outputGradient.Skip((image * 3 + filter) * 63).Take(63).Sum(x => (double)x);
            Assert.InRange(gradient[filter], sum - 1e-5, sum + 1e-5);
        }
    }

    [Fact]
    public void An_image_alone_has_the_bits_it_has_in_a_batch_and_threads_change_none()
    {
        const int Batch = 20;
        var shape = new ConvolutionShape(3, 20, 20, 14, 5, 5, 1, 2);
        float[] input = Samples.Make(Batch * shape.InputLength, 1), weights = Samples.Make(14 * shape.FilterLength, 2),
            outputGradient = Samples.Make(Batch * shape.OutputLength, 3);
        float[]? firstResults = null;
        foreach (int count in (ReadOnlySpan<int>)[1, 2, 3])
        {
            Workers.Threads = count;
            float[] output = new float[Batch * shape.OutputLength], inputGradient = new float[input.Length], weightGradient = new float[weights.Length];
            Convolution.Forward(shape, Batch, input, weights, default, new Doubled(), output);
            Convolution.InputGradient(shape, Batch, weights, outputGradient, inputGradient);
            Convolution.WeightGradient(shape, 0, Batch, input, outputGradient, weightGradient);
            float[] results = [.. output, .. inputGradient, .. weightGradient];
            firstResults ??= results;
            Assert.Equal(firstResults, results);
        }

        float[] alone = new float[shape.OutputLength];
        Convolution.Forward(shape, 1, input.AsSpan(7 * shape.InputLength), weights, default, new Doubled(), alone);
        Assert.Equal(firstResults![(7 * shape.OutputLength)..(8 * shape.OutputLength)], alone);
    }

    [Fact]
    public void Nothing_is_allocated_once_the_buffers_exist()
    {
        var shape = new ConvolutionShape(3, 20, 20, 14, 5, 5, 1, 2);
        float[] input = Samples.Make(9 * shape.InputLength, 1), weights = Samples.Make(14 * shape.FilterLength, 2), bias = new float[14];
        float[] output = new float[9 * shape.OutputLength], inputGradient = new float[input.Length], weightGradient = new float[weights.Length];

        for (int repetition = 0; repetition < 20; repetition++)
        {
            // Alone, this thread meets every part; beside another it meets the parts of another cut.
            Workers.Threads = 1 + repetition % 2;
            Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int repetition = 0; repetition < 10; repetition++) Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            Convolution.Forward(shape, 9, input, weights, bias, new Doubled(), output);
            Convolution.InputGradient(shape, 9, weights, output, inputGradient);
            Convolution.WeightGradient(shape, 0, 9, input, output, weightGradient);
            Convolution.BiasGradient(shape, 0, 9, output, bias);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        Assert.Contains("5 x 3", Assert.Throws<ArgumentException>(() => new ConvolutionShape(1, 4, 4, 1, 5, 3)).Message);
        Assert.Throws<ArgumentException>(() => new ConvolutionShape(1, 4, 2, 1, 3, 5, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionShape(1, 4, 4, 1, 3, 3, 0));
        var shape = new ConvolutionShape(1, 4, 4, 1, 3, 3);
        Assert.Throws<ArgumentException>(() => Convolution.Forward(shape, 2, new float[31], new float[9], default, new Doubled(), new float[8]));
        Assert.Throws<ArgumentException>(() => Convolution.InputGradient(shape, 2, new float[9], new float[7], new float[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.WeightGradient(shape, 2, 1, new float[32], new float[8], new float[9]));
    }

    private static float Patch(in ConvolutionShape shape, float[] input, int image, int pixel, int step) =>
        Place(shape, image, pixel, step) is { } place ? input[place] : 0;

    /// <summary>The input that an element of a filter meets at an output pixel; none in the border.</summary>
    private static int? Place(in ConvolutionShape shape, int image, int pixel, int step)
    {
        int taps = shape.KernelHeight * shape.KernelWidth;
        int y = pixel / shape.OutputWidth * shape.Stride + step % taps / shape.KernelWidth - shape.Padding;
        int x = pixel % shape.OutputWidth * shape.Stride + step % shape.KernelWidth - shape.Padding;
        if (y < 0 || y >= shape.Height || x < 0 || x >= shape.Width) return null;
        return ((image * shape.Channels + step / taps) * shape.Height + y) * shape.Width + x;
    }

    private readonly struct Doubled : IUnaryFunction
    {
        public static Saved Saves => Saved.Input;

        public Vector512<float> Value(Vector512<float> x) => x * 2;

        public Vector512<float> Derivative(Vector512<float> saved) => Vector512.Create(2f);
    }
}
