using System.Globalization;
using System.Diagnostics;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>Two trainings in one process share the processors.</summary>
public sealed class SharedProcessorTests
{
    private const int Rounds = 5, Attempts = 3;
    private static readonly Shape Input = new(256);

    [Fact]
    public void Two_equal_trainings_end_together_and_take_no_longer_than_one_after_the_other()
    {
        MemorySource rows = Rows();
        string expected = Train(rows);
        string found = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (double apart, double ratio) = Measure(rows, expected);
            found += string.Create(CultureInfo.InvariantCulture, $"one ends {apart:P1} after the other, ")
                + string.Create(CultureInfo.InvariantCulture, $"together they take {ratio:F3} of the time of one after the other; ");
            TestContext.Current.TestOutputHelper?.WriteLine(found);
            if (apart <= 0.1 && ratio <= 1.15) return;
        }

        Assert.Fail(found);
    }

    private static (double Apart, double Ratio) Measure(MemorySource rows, string expected)
    {
        var apart = new double[Rounds];
        var ratio = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(expected, Train(rows));
            Assert.Equal(expected, Train(rows));
            double sequential = clock.Elapsed.TotalSeconds;
            var ends = new double[2];
            clock.Restart();
            Thread[] threads = [.. Enumerable.Range(0, 2).Select(one => new Thread(() =>
            {
                Assert.Equal(expected, Train(rows));
                ends[one] = clock.Elapsed.TotalSeconds;
            }))];
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
            (apart[round], ratio[round]) = (ends.Max() / ends.Min() - 1, ends.Max() / sequential);
        }

        return (apart.Order().ElementAt(Rounds / 2), ratio.Order().ElementAt(Rounds / 2));
    }

    private static string Train(MemorySource rows)
    {
        Sequential network = Sequential.Build("linear:512 relu linear:512 relu linear:10", Input, new RandomSource(1));
        new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 6, BatchSize = 128 }).Fit(rows);
        return WeightsHash.Compute(NamedTensors.Of(network));
    }

    private static MemorySource Rows()
    {
        const int count = 4096;
        var inputs = new float[count * Input.Count];
        new Philox(1, stream: 7).FillUniform(inputs, 0, 0);
        return MemorySource.WithLabels(Input, inputs, [.. Enumerable.Range(0, count).Select(row => row % 10)], 10);
    }
}
