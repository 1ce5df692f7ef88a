using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Ten thousand steps take no more memory than a hundred.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class FlatMemoryTests
{
    private const int Steps = 10_000;
    // What the runtime itself keeps now and then; a single number a step would be 40 KB.
    private const long Noise = 32 << 10;

    private static readonly Shape Input = new(8);
    private static readonly MemorySource Rows = MemorySource.WithLabels(Input, Samples.Make(8 * 33, 1), [.. Enumerable.Range(0, 33).Select(row => row % 3)], 3);

    [Fact]
    public void A_trainer_takes_no_memory_for_steps()
    {
        var heard = new Heard();
        // Batches of 8, 8, 8 and 9 rows: 2,500 epochs.
        var options = new TrainerOptions { Epochs = Steps / 4, BatchSize = 8, Patience = 0 };
        new Trainer(Network(), new CrossEntropyLoss(), new Adam(), options).Fit(Rows, listener: heard);
        Assert.Equal(Steps, heard.Last);
        Assert.InRange(heard.Grown, long.MinValue, Noise);
    }

    [Fact]
    public void An_own_loop_takes_no_memory_for_steps()
    {
        Sequential network = Network();
        ParameterStore store = network.Store;
        var tape = new Tape();
        var optimizer = new Adam();
        var loss = new CrossEntropyLoss();
        var batch = new Batch();
        int[] rows = [.. Enumerable.Range(0, 32)];
        long before = 0, allocated = 0;
        for (int step = 0; step < Steps; step++)
        {
            if (step == 100) (before, allocated) = (Settled(), GC.GetAllocatedBytesForCurrentThread());
            Rows.Fill(rows, batch);
            using StepScope scope = tape.BeginStep(training: true);
            Tensor prediction = network.Forward(tape.Input(batch.InputShape, batch.Inputs));
            tape.Backward(loss.Compute(prediction, batch.ToLabels()));
            optimizer.Step(store, 0.001f);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, Noise);
        Assert.InRange(Settled() - before, long.MinValue, Noise);
    }

    /// <summary>The memory in use once it stays the same: the test platform works off the results of earlier tests on threads of its own.</summary>
    private static long Settled()
    {
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        for (int quiet = 0, tries = 0; quiet < 3 && tries < 100; tries++)
        {
            Thread.Sleep(20);
            long now = GC.GetTotalMemory(forceFullCollection: true);
            quiet = now == memory ? quiet + 1 : 0;
            memory = now;
        }

        return memory;
    }

    private static Sequential Network() => Sequential.Build("linear:16 batch-norm relu dropout:0.1 linear:3", Input, new RandomSource(1));

    private sealed class Heard : ITrainingListener
    {
        private long before;

        internal long Last { get; private set; }

        internal long Grown { get; private set; }

        public void OnStep(in StepEvent step)
        {
            Last = step.Step;
            if (step.Step == 100) before = Settled();
            if (step.Step == Steps) Grown = Settled() - before;
        }
    }
}
