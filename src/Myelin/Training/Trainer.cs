using System.Diagnostics;
using Myelin.Autograd;
using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>
/// The gradient loop: batches in a seeded order, a step each, validation after each epoch, early stopping with the best weights
/// brought back. Seed, data and settings determine the weights to the bit, for any number of threads.
/// </summary>
/// <example>
/// <code>
/// var random = new RandomSource(seed: 1);
/// var network = Sequential.Build("linear:8 tanh linear:1", new Shape(2), random);
/// var trainer = new Trainer(network, new MeanSquaredError(), new Adam());
/// TrainingResult result = trainer.Fit(training, validation);
/// </code>
/// </example>
public sealed class Trainer
{
    // Layers take the streams from 0 upwards; the order of rows has one of its own.
    private const uint OrderStream = uint.MaxValue;

    private readonly Layer network;
    private readonly Loss loss;
    private Loss scaledLoss;
    private float lossUnit = 1;
    private readonly Optimizer optimizer;
    private readonly TrainerOptions options;
    private readonly ParameterStore store;
    private readonly Tape tape;
    private readonly Batch batch = new();
    private readonly Tensor[] penalised;
    private ParameterSnapshot? best;
    private ParameterSnapshot? last;
    private int epoch;
    private long step;
    private int bestEpoch;
    private double bestLoss = double.PositiveInfinity;
    private double trainingLoss = double.NaN;
    private double? penalty;

    /// <summary>Prepares a training; the network's parameters move into one buffer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss to make small, with parameters such as Huber's δ in the target's own units.</param>
    /// <param name="optimizer">The rule that changes the weights; it serves this training only.</param>
    /// <param name="options">The settings; by default those of <see cref="TrainerOptions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting out of range.</exception>
    /// <exception cref="ArgumentException">Weights lie before an activation whose slope is 0 everywhere, such as <see cref="Activations.Step"/>.</exception>
    public Trainer(Layer network, Loss loss, Optimizer optimizer, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        (this.network, this.loss, this.optimizer, this.options) = (network, loss, optimizer, options ?? new TrainerOptions());
        scaledLoss = loss;
        this.options.Validate();
        FlatActivations.Refuse(network);
        store = new ParameterStore(network);
        penalised = this.options.Penalty?.WeightsOf(network) ?? [];
        tape = new Tape(recording: true, this.options.Shards);
    }

    /// <summary>Trains until the epochs are over, the patience is, or the caller cancels; in each case the best weights are in the network at the end.</summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">The rows that decide which weights are best; none: the last ones.</param>
    /// <param name="listener">Hears of steps and epochs.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <exception cref="ArgumentException">No training rows.</exception>
    /// <exception cref="NonFiniteLossException">A loss is NaN or infinite; the network holds the best weights so far.</exception>
    public TrainingResult Fit(IDataSource training, IDataSource? validation = null, ITrainingListener? listener = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count == 0) throw new ArgumentException("There are no rows to train on.", nameof(training));
        var clock = Stopwatch.StartNew();
        var order = new int[training.Count];
        float scale = (float)training.TargetScale;
        (scaledLoss, lossUnit) = (loss.WithTargetsDividedBy(scale), loss.UnitOfLoss(scale));
        if (last is not null) store.Restore(last);
        last = null;
        StopReason reason = StopReason.Completed;
        try
        {
            while (epoch < options.Epochs && reason == StopReason.Completed)
            {
                if (!TakeEpoch(training, order, listener, cancellation)) reason = StopReason.Cancelled;
                else if (Validate(validation, listener, clock.Elapsed)) reason = StopReason.NoImprovement;
            }
        }
        finally
        {
            if (best is not null)
            {
                last = store.Snapshot();
                store.Restore(best);
            }
        }

        return new TrainingResult(reason, epoch, step, best is null ? epoch : bestEpoch, trainingLoss, clock.Elapsed) { Penalty = penalty };
    }

    /// <summary>The state after the last step, to go on later; the arrays are copies. An epoch that was cancelled is taken again from its first batch.</summary>
    public TrainingState Capture() => new()
    {
        Epoch = epoch,
        Step = step,
        Current = last?.Copy() ?? store.Snapshot(),
        Best = best?.Copy(),
        BestLoss = bestLoss,
        BestEpoch = bestEpoch,
        OptimizerSteps = optimizer.Steps,
        OptimizerStates = [.. optimizer.States.Select(state => state.Values.ToArray())],
    };

    /// <summary>Goes back to a state of a training with the same network, optimizer and settings.</summary>
    /// <param name="state">The state.</param>
    public void Restore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        last = null;
        store.Restore(state.Current);
        optimizer.Restore(state.OptimizerSteps, state.OptimizerStates);
        (epoch, step, best, bestLoss, bestEpoch) = (state.Epoch, state.Step, state.Best?.Copy(), state.BestLoss, state.BestEpoch);
    }

    /// <summary>Takes every step of an epoch; false when cancelled before its end.</summary>
    private bool TakeEpoch(IDataSource training, int[] order, ITrainingListener? listener, CancellationToken cancellation)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        new Philox(options.Seed, OrderStream).Shuffle(order, (uint)epoch);
        int batches = (order.Length + options.BatchSize - 1) / options.BatchSize;
        double sum = 0, penalties = 0;
        for (int i = 0; i < batches; i++)
        {
            if (cancellation.IsCancellationRequested) return false;
            ReadOnlySpan<int> rows = order.AsSpan(i * options.BatchSize, Math.Min(options.BatchSize, order.Length - i * options.BatchSize));
            training.Fill(rows, batch);
            float rate = options.LearningRate.Rate(step, (long)batches * options.Epochs);
            float value = TakeStep(rate, i + 1, out float penaltyValue);
            sum += (double)value * rows.Length;
            penalties += (double)penaltyValue * rows.Length;
            listener?.OnStep(new StepEvent(epoch + 1, i + 1, batches, step, value * lossUnit, rate));
        }

        trainingLoss = sum / order.Length * lossUnit;
        if (options.Penalty is not null) penalty = penalties / order.Length * lossUnit;
        epoch++;
        return true;
    }

    private float TakeStep(float rate, int batchNumber, out float penaltyValue)
    {
        using StepScope scope = tape.BeginStep(training: true, (uint)step);
        step++;
        Tensor prediction = network.Forward(tape.View(batch.InputShape, batch.InputStorage));
        Tensor mean = scaledLoss.Compute(LossInput.Of(scaledLoss, prediction), BatchTargets.Of(tape, batch, prediction.Shape), BatchTargets.Weights(tape, batch));
        float value = mean.ToScalar();
        if (!float.IsFinite(value)) throw new NonFiniteLossException(step, epoch + 1, batchNumber, tape.FirstNonFinite());
        penaltyValue = 0;
        tape.Backward(options.Penalty?.AddTo(mean, penalised, out penaltyValue) ?? mean);
        if (options.ClipNorm is { } norm)
        {
            store.CompleteGradients();
            store.ClipGradients(norm);
        }

        optimizer.Step(store, rate);
        return value;
    }

    /// <summary>Evaluates the validation rows and keeps the best weights; true when the patience is over.</summary>
    private bool Validate(IDataSource? validation, ITrainingListener? listener, TimeSpan elapsed)
    {
        Evaluation? result = validation is null ? null : Evaluation.Of(network, loss, validation);
        bool isBest = result is not null && result.Loss < bestLoss;
        if (isBest)
        {
            (bestLoss, bestEpoch) = (result!.Loss, epoch);
            if (best is null) best = store.Snapshot();
            else store.SnapshotTo(best);
        }

        listener?.OnEpoch(new EpochEvent(epoch, options.Epochs, trainingLoss, result, isBest, elapsed) { Penalty = penalty });
        return result is not null && options.Patience > 0 && epoch - bestEpoch >= options.Patience;
    }
}
