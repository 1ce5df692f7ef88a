using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>What must not depend on threads, and what must allocate nothing on any of them.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class ThreadsTests : IDisposable
{
    private const string LeNet = "conv:6,5,padding=2 relu pool:2 conv:16,5 relu pool:2 flatten linear:120 relu linear:84 relu linear:10";

    private readonly int threads = Processor.Threads;

    public void Dispose() => Processor.Threads = threads;

    [Theory]
    [InlineData(LeNet, 32, 48, 1)]
    [InlineData("linear:512 relu batch-norm dropout:0.3 linear:256 tanh linear:10", 128, 384, 1)]
    [InlineData("linear:512 relu batch-norm dropout:0.3 linear:256 tanh linear:10", 128, 384, 4)]
    public void The_weights_are_the_same_for_every_number_of_threads(string text, int batch, int rows, int shards)
    {
        string[] hashes = [.. ((int[])[1, 2, 3]).Select(count =>
        {
            Processor.Threads = count;
            Shape input = text == LeNet ? new Shape(1, 28, 28) : new Shape(784);
            Sequential network = Sequential.Build(text, input, new RandomSource(1));
            int[] labels = [.. Enumerable.Range(0, rows).Select(row => row * 7 % 10)];
            MemorySource source = MemorySource.WithLabels(input, Samples.Make(rows * 784, 1), labels, 10);
            new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 1, BatchSize = batch, Shards = shards }).Fit(source, source);
            return WeightsHash.Compute(NamedTensors.Of(network));
        })];
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void Many_threads_predict_with_one_network_what_a_single_one_does()
    {
        Processor.Threads = 2;
        var input = new Shape(1, 28, 28);
        Sequential network = Sequential.Build(LeNet, input, new RandomSource(1));
        float[] rows = Samples.Make(40 * 784, 2), expected = network.Predict(input, rows);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int count = 1; count <= 40; count += 13) Assert.Equal(expected[..(count * 10)], network.Predict(input, rows.AsSpan(0, count * 784)));
        });
    }

    [Theory]
    [InlineData("linear:8 tanh linear:1", 4, 2)]
    [InlineData("linear:64 relu linear:64 relu linear:1", 32, 8)]
    [InlineData("linear:512 relu linear:256 relu linear:10", 32, 784)]
    [InlineData(LeNet, 32, 1, 28, 28)]
    public void A_training_step_allocates_nothing_on_any_thread(string text, int rows, params int[] input)
    {
        foreach (int count in (int[])[1, 2])
        {
            Processor.Threads = count;
            var shape = new Shape(input);
            Sequential network = Sequential.Build(text, shape, new RandomSource(1));
            var store = network.Store;
            var adam = new Adam();
            var tape = new Tape();
            var batch = new Batch();
            int classes = network.OutputShape(shape).Count;
            Loss loss = classes == 1 ? new MeanSquaredErrorLoss() : new CrossEntropyLoss();
            float[] inputs = Samples.Make(rows * shape.Count, 3);
            MemorySource source = classes == 1 ? MemorySource.WithTargets(shape, inputs, new float[rows])
                : MemorySource.WithLabels(shape, inputs, new int[rows], classes);
            int[] order = [.. Enumerable.Range(0, rows)];
            uint number = 0;
            // The runtime's own threads may allocate at any moment, but not in each of several measurements.
            Assert.Equal((0, 0), Enumerable.Range(0, 5).Select(_ => Measure()).Min());

            (long Caller, long Total) Measure()
            {
                for (int i = 0; i < 3; i++) Step();
                long total = GC.GetTotalAllocatedBytes(precise: true), own = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 5; i++) Step();
                return (GC.GetAllocatedBytesForCurrentThread() - own, GC.GetTotalAllocatedBytes(precise: true) - total);
            }

            void Step()
            {
                source.Fill(order, batch);
                using StepScope step = tape.BeginStep(training: true, number++);
                Tensor prediction = network.Forward(tape.View(batch.InputShape, batch.InputStorage));
                Tensor value = loss.Compute(prediction, batch.HasLabels ? batch.ToLabels() : (Targets)tape.View(prediction.Shape, batch.TargetStorage));
                tape.Backward(value);
                adam.Step(store, 0.001f);
            }
        }
    }

    [Fact]
    public void A_prediction_into_memory_that_exists_allocates_nothing()
    {
        Processor.Threads = 1;
        var input = new Shape(1, 28, 28);
        Sequential network = Sequential.Build(LeNet, input, new RandomSource(1));
        float[] rows = Samples.Make(8 * 784, 2), outputs = new float[80];
        Assert.Equal(0, Families.Allocations.PerRun(() => network.Predict(input, rows, outputs)));
    }
}
