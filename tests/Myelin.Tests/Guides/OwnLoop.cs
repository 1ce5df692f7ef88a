using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Training;

namespace Myelin.Tests.Guides;

/// <summary>A training loop of one's own. It takes the steps that <see cref="Trainer"/> takes, to the same bits.</summary>
public sealed class OwnLoop
{
    private readonly Layer network;
    private readonly Loss loss;
    private readonly Optimizer optimizer;
    private readonly ParameterStore store;
    private readonly Tape tape = new(name: "the loop of the guide");
    private readonly Tape judge = new(recording: false);
    private readonly Batch batch = new();
    private uint steps;

    /// <summary>Begins a training, or goes on from a state, with a network of the same text and seed and an optimizer of the same settings.</summary>
    public OwnLoop(Layer network, Loss loss, Optimizer optimizer, LoopState? from = null)
    {
        (this.network, this.loss, this.optimizer) = (network, loss, optimizer);
        store = network.Store;
        if (from is null) return;
        store.Restore(from.Weights);
        optimizer.Restore(from.Optimizer);
        steps = from.Steps;
    }

    /// <summary>The largest norm of all gradients together; null never clips.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>Takes one step on some rows of a source, and gives their mean loss before it.</summary>
    public float Step(IDataSource source, ReadOnlySpan<int> rows, float rate)
    {
        source.Fill(rows, batch);
        using StepScope step = tape.BeginStep(training: true, steps++);
        Tensor mean = Loss(tape, Reduction.Mean);
        float value = mean.ToScalar();
        if (!float.IsFinite(value))
            throw new ArithmeticException($"The loss of step {steps} is {value}; layer '{tape.FirstNonFinite()?.Scope}' gave the first such value.");
        tape.Backward(mean);
        if (ClipNorm is { } norm) store.ClipGradients(norm);
        optimizer.Step(store, rate);
        return value;
    }

    /// <summary>Takes a step for each batch of an epoch, in the order of rows that <see cref="Trainer"/> draws, and gives the mean loss of the rows.</summary>
    public double Epoch(IDataSource source, int batchSize, uint epoch, Func<uint, float> rate, ulong seed = 1)
    {
        int[] order = [.. Enumerable.Range(0, source.Count)];
        new Philox(seed, stream: uint.MaxValue).Shuffle(order, epoch);
        int fewest = network.FewestTrainingRows(source.InputShape);
        double sum = 0;
        for (int first = 0, next; first < order.Length; first = next)
        {
            next = first + batchSize;
            // What is left is too few rows for a batch of their own, or none.
            if (order.Length - next < fewest) next = order.Length;
            sum += (double)Step(source, order.AsSpan(first..next), rate(steps)) * (next - first);
        }

        return sum / order.Length;
    }

    /// <summary>The mean loss of all rows, in evaluation mode. The step is not counted and draws no random numbers.</summary>
    public float Judge(IDataSource source)
    {
        source.Fill([.. Enumerable.Range(0, source.Count)], batch);
        using StepScope step = judge.BeginStep(training: false);
        return Loss(judge, Reduction.Mean).ToScalar();
    }

    /// <summary>Trains for some epochs, and brings back the weights with the lowest validation loss.</summary>
    public double Train(IDataSource training, IDataSource validation, int epochs, int batchSize, Func<uint, float> rate)
    {
        ParameterSnapshot best = store.Snapshot();
        double lowest = double.PositiveInfinity;
        for (uint epoch = 0; epoch < epochs; epoch++)
        {
            Epoch(training, batchSize, epoch, rate);
            double current = Evaluation.Of(network, loss, validation).Loss;
            if (!(current < lowest)) continue;
            lowest = current;
            store.SnapshotTo(best);
        }

        store.Restore(best);
        return lowest;
    }

    /// <summary>Takes one step with the gradient of many rows, of which only a few are in memory at once.</summary>
    public void StepInParts(IDataSource source, ReadOnlySpan<int> rows, int partSize, float rate)
    {
        var sum = new float[store.Length];
        for (int first = 0; first < rows.Length; first += partSize)
        {
            source.Fill(rows[first..Math.Min(first + partSize, rows.Length)], batch);
            using StepScope part = tape.BeginStep(training: true, steps++);
            tape.Backward(1f / rows.Length * Loss(tape, Reduction.Sum));
            ReadOnlySpan<float> gradients = store.Gradients;
            for (int i = 0; i < sum.Length; i++) sum[i] += gradients[i];
        }

        store.ChangeGradients(sum, static (gradients, sum) => sum.CopyTo(gradients));
        if (ClipNorm is { } norm) store.ClipGradients(norm);
        optimizer.Step(store, rate);
    }

    /// <summary>Everything that this loop needs to go on exactly.</summary>
    public LoopState Capture() => new(store.Snapshot(), optimizer.Capture(), steps);

    private Tensor Loss(Tape on, Reduction reduction)
    {
        Tensor prediction = network.Forward(on.Input(batch.InputShape, batch.Inputs));
        Targets targets = batch.HasLabels ? batch.ToLabels() : on.Input(batch.TargetShape, batch.Targets);
        Tensor? weights = batch.HasWeights ? on.Input(new Shape(batch.Rows), batch.Weights) : null;
        return loss.Compute(prediction, targets, weights, reduction);
    }
}

/// <summary>A training of <see cref="OwnLoop"/> between two steps.</summary>
public sealed record LoopState(ParameterSnapshot Weights, OptimizerState Optimizer, uint Steps);
