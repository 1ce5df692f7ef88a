using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>Alpha dropout keeps what SELU has reached, and draws as dropout does.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class AlphaDropoutTests : IDisposable
{
    private const int Rows = 4, Width = 50_000, Count = Rows * Width;

    private readonly int threads = Processor.Threads;

    public void Dispose() => Processor.Threads = threads;

    [Theory]
    [InlineData(0.05f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    public void The_mean_and_the_variance_of_SELU_stay(float rate)
    {
        float[] x = SeluOfNormal();
        (float[] y, float[] slopes) = Run(new AlphaDropout(rate, new RandomSource(1)), x);
        // SELU of a standard normal number has mean 0 and variance 1. A mean of n terms of variance v is within 5 √(v / n) but once in a million times.
        double fourth = y.Average(value => Math.Pow(value, 4));
        Assert.InRange(y.Average(value => (double)value), -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.Equal(1, y.Average(value => (double)value * value), 5 * Math.Sqrt((fourth - 1) / Count));

        // By hand: q = 1 - p, a = (q + α'² q (1 - q))^(-1/2), b = -a (1 - q) α'.
        double q = 1.0 - rate, limit = -1.7580993408473766, a = Math.Pow(q + limit * limit * q * (1 - q), -0.5), b = -a * (1 - q) * limit;
        for (int i = 0; i < Count; i++)
        {
            bool kept = slopes[i] != 0;
            Assert.Equal(kept ? a : 0, slopes[i], 1e-6);
            Assert.Equal(kept ? a * x[i] + b : a * limit + b, y[i], 1e-5);
        }

        double dropped = slopes.Count(slope => slope == 0) / (double)Count;
        Assert.Equal(rate, dropped, 5 * Math.Sqrt(rate * (1 - rate) / Count));
    }

    [Fact]
    public void What_drops_is_what_dropout_drops_for_any_number_of_threads()
    {
        float[] x = SeluOfNormal();
        float[][] results = [.. ((int[])[1, 2, 3]).Select(count =>
        {
            Processor.Threads = count;
            return Run(new AlphaDropout(0.3f, new RandomSource(7)), x, step: 5).Y;
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
        float[] slopes = Run(new AlphaDropout(0.3f, new RandomSource(7)), x, step: 5).Slopes,
            plain = Run(new Dropout(0.3f, new RandomSource(7)), x, step: 5).Slopes;
        Assert.Equal(plain.Select(slope => slope == 0), slopes.Select(slope => slope == 0));
        Assert.NotEqual(results[0], Run(new AlphaDropout(0.3f, new RandomSource(7)), x, step: 6).Y);
        Assert.NotEqual(results[0], Run(new AlphaDropout(0.3f, new RandomSource(8)), x, step: 5).Y);
        // A row does not depend on those behind it.
        Assert.Equal(results[0][..Width], Run(new AlphaDropout(0.3f, new RandomSource(7)), x[..Width], step: 5).Y);
    }

    [Fact]
    public void Prediction_and_the_rate_zero_pass_values_through()
    {
        float[] x = SeluOfNormal();
        Assert.Equal(x, new AlphaDropout(0.3f, new RandomSource(1)).Predict(new Shape(Width), x));
        Assert.Equal(x, Run(new AlphaDropout(0, new RandomSource(1)), x).Y);
    }

    [Fact]
    public void Not_a_number_stays_so_dropped_or_kept()
    {
        float[] y = Run(new AlphaDropout(0.5f, new RandomSource(1)), [.. Enumerable.Repeat(float.NaN, Width)]).Y;
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_rate_that_is_none_is_refused()
    {
        foreach (float wrong in (float[])[-0.1f, 1, float.NaN])
            Assert.Contains("from 0 to below 1",
                Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(wrong, new RandomSource(1))).Message, StringComparison.Ordinal);
        Assert.Contains("'alpha-dropout:1'",
            Assert.Throws<InvalidInputException>(() => Sequential.Build("alpha-dropout:1", new Shape(3), new RandomSource(1))).Message,
            StringComparison.Ordinal);
    }

    private static float[] SeluOfNormal()
    {
        var normal = new float[Count];
        new Philox(11, stream: 3).FillNormal(normal, step: 0, row: 0);
        return Activation.Parse("selu").Apply(new Tensor(new Shape(Count), normal)).ToArray();
    }

    private static (float[] Y, float[] Slopes) Run(Layer layer, float[] x, uint step = 7)
    {
        var tape = new Tape();
        using StepScope scope = tape.BeginStep(training: true, step);
        Tensor input = tape.Variable(new Tensor(new Shape(x.Length / Width, Width), x)), y = layer.Forward(input);
        tape.Backward(y.Sum());
        return (y.ToArray(), tape.Gradient(input).ToArray());
    }
}
