using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Losses;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>Losses are computed in blocks, on all threads, rows of few classes turned: none of it shows in the bits.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class LossBlocksTests : IDisposable
{
    private readonly int threads = Workers.Threads;

    public void Dispose() => Workers.Threads = threads;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1030)]
    public void A_row_of_logits_has_the_same_bits_in_every_batch(int classes)
    {
        const int rows = 37;
        float[] logits = Samples.Make(rows * classes, 1);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row * 7 % classes)];
        foreach (string text in (string[])["cross-entropy", "focal:gamma=1.5"])
        {
            (float[] losses, float[] gradient) = Compute(text, logits, labels, classes);
            for (int row = 0; row < rows; row++)
            {
                int start = row * classes, end = start + classes;
                (float[] own, float[] ownGradient) = Compute(text, logits[start..end], [labels[row]], classes);
                Assert.Equal(losses[row], own[0]);
                Assert.Equal(gradient[start..end], ownGradient);
            }
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(70_001)]
    [InlineData(1_100_000)]
    public void The_mean_of_single_elements_is_the_sum_by_the_contract(int count)
    {
        float[] x = Samples.Make(count, 1), zeros = new float[count];
        float expected = Sums.Of([.. x.Select(value => value * value)]) * (1 / (float)count);
        foreach (int number in (int[])[1, 2, 3])
        {
            Workers.Threads = number;
            var tape = new Tape();
            using StepScope step = tape.BeginStep(training: false);
            Tensor variable = tape.Variable(new Tensor(new Shape(count), x)),
                mean = new MeanSquaredErrorLoss().Compute(variable, new Tensor(new Shape(count), zeros));
            tape.Backward(mean);
            Assert.Equal(expected, mean.ToScalar());
            Assert.Equal([.. x.Select(value => (value + value) * (1 / (float)count))], tape.Gradient(variable).ToArray());
        }
    }

    [Theory]
    [InlineData("mse", 3)]
    [InlineData("huber", 40)]
    [InlineData("cross-entropy", 10)]
    [InlineData("cross-entropy:weights=1/2/0.5", 3)]
    [InlineData("focal", 100)]
    public void Weights_of_one_and_threads_change_no_gradient(string text, int width)
    {
        const int rows = 5000;
        float[] x = Samples.Make(rows * width, 1), targets = Samples.Make(rows * width, 2), ones = [.. Enumerable.Repeat(1f, rows)];
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % width)];
        var results = new List<float[]>();
        foreach ((int number, bool weighted) in ((int, bool)[])[(1, false), (3, false), (1, true), (3, true)])
        {
            Workers.Threads = number;
            var tape = new Tape();
            using StepScope step = tape.BeginStep(training: false);
            Tensor variable = tape.Variable(new Tensor(new Shape(rows, width), x));
            var loss = Loss.Parse(text);
            Targets target = loss.Domain == LossDomain.ClassesFromLogits ? new Labels(labels) : new Tensor(new Shape(rows, width), targets);
            tape.Backward(loss.Compute(variable, target, weighted ? new Tensor(new Shape(rows), ones) : null));
            results.Add(tape.Gradient(variable).ToArray());
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[2], results[3]);
        for (int i = 0; i < x.Length; i++) Assert.Equal(results[0][i], results[2][i], Math.Abs(results[0][i]) * 1e-6f);
    }

    private static (float[] Losses, float[] Gradient) Compute(string text, float[] logits, int[] labels, int classes)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(new Tensor(new Shape(labels.Length, classes), logits));
        Tensor losses = Loss.Parse(text).Compute(variable, new Labels(labels), reduction: Reduction.None);
        tape.Backward(losses.Sum());
        return (losses.ToArray(), tape.Gradient(variable).ToArray());
    }
}
