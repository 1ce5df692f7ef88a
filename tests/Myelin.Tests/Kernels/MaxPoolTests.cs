using Myelin.Kernels;
using Xunit;

namespace Myelin.Tests.Kernels;

[Collection(nameof(WorkersCollection))]
public sealed class MaxPoolTests
{
    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(28, 28, 2, 0)]
    [InlineData(10, 10, 2, 0)]
    [InlineData(9, 71, 2, 2)]
    [InlineData(7, 40, 3, 1)]
    [InlineData(13, 50, 3, 2)]
    [InlineData(11, 60, 3, 3)]
    [InlineData(20, 90, 2, 5)]
    public void Maxima_places_and_gradients_are_those_of_plain_loops(int height, int width, int window, int stride)
    {
        const int Planes = 3;
        var shape = new PoolShape(height, width, window, stride);
        int step = stride == 0 ? window : stride;

        // Few different values: windows hold equal maxima.
        float[] input = Samples.Make(Planes * shape.InputLength, 1).Select(x => MathF.Round(x * 6)).ToArray();
        float[] gradient = Samples.Make(Planes * shape.OutputLength, 2), expectedGradient = new float[input.Length];
        float[] output = new float[gradient.Length], inputGradient = Samples.Make(input.Length, 3);
        int[] indices = new int[gradient.Length];
        MaxPool.Forward(shape, Planes, input, output, indices);
        MaxPool.Backward(shape, Planes, gradient, indices, inputGradient);
        int place = 0;
        for (int plane = 0; plane < Planes; plane++)
        {
            int start = plane * height * width;
            for (int y = 0; y + window <= height; y += step)
            {
                for (int x = 0; x + window <= width; x += step, place++)
                {
                    int best = y * width + x;
                    for (int i = 0; i < window * window; i++)
                    {
                        int candidate = (y + i / window) * width + x + i % window;
                        if (input[start + candidate] > input[start + best]) best = candidate;
                    }

                    Assert.Equal(best, indices[place]);
                    Assert.Equal(input[start + best], output[place]);
                    expectedGradient[start + best] += gradient[place];
                }
            }
        }

        Assert.Equal(output.Length, place);
        Assert.Equal(expectedGradient, inputGradient);
    }

    [Fact]
    public void NaN_is_the_maximum_and_a_window_of_negative_infinities_has_its_first()
    {
        float[] input = [1, float.NaN, float.NegativeInfinity, float.NegativeInfinity, 5, 2, float.NegativeInfinity, float.NegativeInfinity];
        float[] output = new float[2];
        int[] indices = new int[2];
        MaxPool.Forward(new PoolShape(2, 4, 2), 1, input, output, indices);
        Assert.Equal([float.NaN, float.NegativeInfinity], output);
        Assert.Equal([1, 2], indices);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        Assert.Contains("3 x 3", Assert.Throws<ArgumentException>(() => new PoolShape(2, 9, 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolShape(2, 9, 0));
        Assert.Throws<ArgumentException>(() => MaxPool.Forward(new PoolShape(4, 4, 2), 2, new float[32], new float[7], new int[8]));
    }
}
