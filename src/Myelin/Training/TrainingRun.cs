using System.Diagnostics;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Random;
using Myelin.Schedules;

namespace Myelin.Training;

/// <summary>
/// One training: its rows, and where it stands. <see cref="Continue"/> goes on until it is over or cancelled; after a cancel, or an exception out of
/// a listener or a source, it goes on with the next batch, to the same bits as without one. <see cref="Trainer.Start"/> begins one.
/// </summary>
/// <example>
/// <code>
/// TrainingRun run = trainer.Start(training, validation);
/// TrainingResult result = run.Continue(cancellationToken: token);
/// if (result.Reason == StopReason.Cancelled) result = run.Continue();   // from the next batch
/// </code>
/// </example>
public sealed class TrainingRun
{
    private readonly Trainer trainer;
    private readonly SourceRows rows;
    private readonly IDataSource? validation;
    private readonly SourceRows? validationRows;
    private readonly int[] judged = [];
    private readonly int[] counting;
    private readonly int[] order;
    private readonly BatchPlan plan;
    private readonly StepTaker steps;
    private readonly float lossUnit;
    private readonly string[] settings;
    private ParameterSnapshot? best;
    private ParameterSnapshot? last;
    private int epochs;
    private int batchesTaken;
    private double lossSum;
    private double penaltySum;
    private double weightSum;
    private int bestEpoch;
    private int patienceFrom;
    private double bestScore = double.NaN;
    private double trainingLoss = double.NaN;
    private double? penalty;
    private volatile bool isStopped;
    private readonly List<double> epochLosses = [];
    private long versionAtRest;

    internal TrainingRun(Trainer trainer, IDataSource training, IDataSource? validation)
    {
        ArgumentNullException.ThrowIfNull(training);
        (this.trainer, this.validation, epochs) = (trainer, validation, trainer.Options.Epochs);
        // Once more, since layers may have been unfrozen.
        FlatActivations.Refuse(trainer.Network);
        rows = new SourceRows(training, "training", trainer.Network, trainer.Loss);
        counting = rows.Counting();
        if (validation is not null)
        {
            validationRows = new SourceRows(validation, "validation", trainer.Network, trainer.Loss);
            judged = validationRows.Counting();
            if (Options.Monitor.WhyNot(trainer.Loss, validation.ClassCount) is { } wrong) throw new ArgumentException(wrong);
        }

        order = new int[counting.Length];
        int fewest = trainer.Network.FewestTrainingRows(training.InputShape);
        int atOnce = Math.Min(Options.BatchSize, Options.MicroBatchSize ?? Options.BatchSize);
        int smallest = Math.Min(atOnce, counting.Length);
        // A normalisation that is frozen needs no rows. Batches that are larger are planned as if it did, since a listener may unfreeze it.
        if (smallest < fewest && BatchNorm.NeedsOneRow(trainer.Network)) fewest = smallest;
        if (smallest < fewest)
            throw new ArgumentException(
                $"The network needs batches of at least {fewest} rows, since a layer of it takes statistics over them; there are {counting.Length} "
                    + $"training rows in batches of {atOnce}{(atOnce < Options.BatchSize ? ", the micro-batch size" : "")}. "
                    + $"Take a {(atOnce < Options.BatchSize ? "micro-batch" : "batch")} size of {fewest} or more, or leave batch normalisation out.");
        if (trainer.Store.IsFrozen)
            throw new InvalidOperationException("Every parameter of the network is frozen, so that nothing can be trained; unfreeze some.");
        plan = new BatchPlan(counting.Length, Options.BatchSize, fewest);
        (Loss scaledLoss, lossUnit) = trainer.Loss.ForScaledTargets((float)training.TargetScale, (float)training.TargetShift);
        steps = new StepTaker(trainer, rows, scaledLoss, fewest);
        settings = [.. Describe(trainer.Network), .. Options.Describe(trainer.Loss), $"training rows {counting.Length}",
            $"validation rows {judged.Length}", $"the target's scale {training.TargetScale:R} and shift {training.TargetShift:R}"];
        versionAtRest = trainer.Store.Version;
    }

    /// <summary>Epochs finished.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps taken.</summary>
    public long Step { get; private set; }

    /// <summary>Whether the epochs are over or the patience is; <see cref="Extend"/> adds epochs.</summary>
    public bool IsOver => Epoch >= epochs || PatienceIsOver;

    private TrainerOptions Options => trainer.Options;

    private bool PatienceIsOver => validation is not null && Options.Patience > 0 && Epoch - Math.Max(bestEpoch, patienceFrom) >= Options.Patience;

    /// <summary>
    /// Ends the <see cref="Continue"/> that is under way after its step, on any thread; the next one goes on with the next batch. Where none is under
    /// way, nothing happens.
    /// </summary>
    public void Stop() => isStopped = true;

    /// <summary>
    /// Trains on, until the epochs are over, the patience is, a listener stops it, or the caller cancels; in each case the best weights are in the
    /// network at the end, or without validation rows the last.
    /// </summary>
    /// <param name="listener">Hears of steps and epochs.</param>
    /// <param name="cancellationToken">Ends the call after the step under way; the next call goes on with the next batch.</param>
    /// <exception cref="InvalidOperationException">
    /// The training is over, or its trainer has begun another since or is running; the network's weights were changed since the last call, which
    /// going on would undo; the optimizer took steps elsewhere; every parameter is frozen; or the schedule gives a rate that is none.
    /// </exception>
    /// <exception cref="ArgumentException">The source gives other rows than it promises, or rows outside the loss's domain.</exception>
    /// <exception cref="InvalidInputException">
    /// The rate times the weight decay of a parameter is above 1, or the rate of a dropout layer times its factor is not below 1.
    /// </exception>
    /// <exception cref="NonFiniteException">A loss, a gradient or a weight is NaN or infinite, or every validation loss is; the network holds the
    /// best weights so far, or without validation rows those that it had then.</exception>
    public TrainingResult Continue(ITrainingListener? listener = null, CancellationToken cancellationToken = default)
    {
        trainer.Enter();
        try
        {
            RequireOwnership();
            if (IsOver)
                throw new InvalidOperationException($"This training is over after {Epoch} epochs; give it more with {nameof(Extend)}, or begin "
                    + $"another with {nameof(Trainer)}.{nameof(Trainer.Start)}.");
            if (trainer.Store.Version != versionAtRest)
                throw new InvalidOperationException(
                    $"The network's weights were changed since this training rested, and it goes on from its own. Begin another training with "
                        + $"{nameof(Trainer)}.{nameof(Trainer.Start)}, or bring its weights back with {nameof(Trainer.Resume)} of a state that "
                        + $"{nameof(Capture)} gave.");
            isStopped = false;
            return Run(listener, cancellationToken);
        }
        finally
        {
            versionAtRest = trainer.Store.Version;
            trainer.Leave();
        }
    }

    private TrainingResult Run(ITrainingListener? listener, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        if (last is not null) trainer.Store.Restore(last);
        last = null;
        bool isCancelled = false;
        try
        {
            while (!IsOver && !isCancelled && !isStopped)
            {
                if (TakeBatches(listener, cancellationToken)) EndEpoch(listener, clock);
                else isCancelled = !isStopped;
            }

            RequireFiniteWeights();
            if (IsOver && validation is not null && best is null)
                throw Options.Monitor == EvaluationMetric.Loss ? new NonFiniteLossException(Step, Epoch, double.PositiveInfinity)
                    : new NonFiniteLossException(Step, Epoch, Options.Monitor.Name);
        }
        finally
        {
            last = trainer.Store.Snapshot();
            if (best is not null) trainer.Store.Restore(best);
        }

        StopReason reason = isCancelled ? StopReason.Cancelled : PatienceIsOver ? StopReason.NoImprovement : IsOver ? StopReason.Completed : StopReason.Stopped;
        return new TrainingResult(reason, Epoch, Step, best is null ? Epoch : bestEpoch, trainingLoss, clock.Elapsed) { Penalty = penalty };
    }

    /// <summary>Adds epochs to a training, also to one that is over; the patience counts anew. Schedules see the new number of steps.</summary>
    /// <param name="more">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one epoch.</exception>
    /// <exception cref="InvalidOperationException">The trainer has begun another training since.</exception>
    public void Extend(int more)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(more, 1);
        RequireOwnership();
        epochs = checked(epochs + more);
        patienceFrom = Epoch;
    }

    /// <summary>The state after the last step, to go on later with <see cref="Trainer.Resume"/>; the arrays are copies.</summary>
    /// <exception cref="InvalidOperationException">The trainer has begun another training since.</exception>
    public TrainingState Capture()
    {
        RequireOwnership();
        return new()
        {
            Settings = Settings(),
            Epochs = epochs,
            Epoch = Epoch,
            Batch = batchesTaken,
            Step = Step,
            LossSum = lossSum,
            PenaltySum = penaltySum,
            WeightSum = weightSum,
            TrainingLoss = trainingLoss,
            Penalty = penalty,
            Current = last?.Copy() ?? trainer.Store.Snapshot(),
            Best = best?.Copy(),
            BestScore = bestScore,
            BestEpoch = bestEpoch,
            PatienceFrom = patienceFrom,
            EpochLosses = [.. epochLosses],
            Optimizer = trainer.Optimizer.Capture(),
        };
    }

    /// <summary>Takes over a state, after it was checked against everything that this training has.</summary>
    internal void Restore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state.Settings, nameof(state));
        string[] own = Settings();
        for (int i = 0; i < Math.Max(own.Length, state.Settings.Count); i++)
        {
            string here = i < own.Length ? own[i] : "nothing more", there = i < state.Settings.Count ? state.Settings[i] : "nothing more";
            if (here != there) throw new ArgumentException($"The state belongs to another training: it has {there}, and this one has {here}.", nameof(state));
        }

        trainer.Store.RequireFitting(state.Current);
        if (state.Best is not null) trainer.Store.RequireFitting(state.Best);
        trainer.Optimizer.RequireFitting(state.Optimizer, trainer.Store.Length);
        if (state.Epoch < 0 || state.Epoch > state.Epochs || state.Batch < 0 || state.Batch > plan.Count
            || state.Step != (long)state.Epoch * plan.Count + state.Batch)
            throw new ArgumentException($"The state stands at epoch {state.Epoch} of {state.Epochs}, batch {state.Batch} and step {state.Step}, "
                + $"which do not belong together in epochs of {plan.Count} batches.", nameof(state));
        if (state.Optimizer.Steps != state.Step)
            throw new ArgumentException($"The state has taken {state.Step} steps, and its optimizer {state.Optimizer.Steps}.", nameof(state));
        if (state.BestEpoch < 0 || state.BestEpoch > state.Epoch || state.PatienceFrom < 0 || state.PatienceFrom > state.Epoch
            || state.Best is null != (state.BestEpoch == 0) || (state.Best is not null && (validation is null || !double.IsFinite(state.BestScore))))
            throw new ArgumentException($"The state's best epoch {state.BestEpoch} with the {Options.Monitor} {state.BestScore} does not belong to "
                + $"its {state.Epoch} epochs.", nameof(state));
        ArgumentNullException.ThrowIfNull(state.EpochLosses, nameof(state));
        if (state.EpochLosses.Count != state.Epoch)
            throw new ArgumentException($"The state has {state.Epoch} epochs, and losses of {state.EpochLosses.Count}.", nameof(state));
        trainer.Optimizer.Take(state.Optimizer);
        trainer.Store.Restore(state.Current);
        last = state.Current.Copy();
        (epochs, Epoch, batchesTaken, Step) = (state.Epochs, state.Epoch, state.Batch, state.Step);
        (lossSum, penaltySum, weightSum, trainingLoss, penalty) = (state.LossSum, state.PenaltySum, state.WeightSum, state.TrainingLoss, state.Penalty);
        (best, bestScore, bestEpoch, patienceFrom) = (state.Best?.Copy(), state.BestScore, state.BestEpoch, state.PatienceFrom);
        epochLosses.Clear();
        epochLosses.AddRange(state.EpochLosses);
        versionAtRest = trainer.Store.Version;
    }

    /// <summary>The settings, with what parameters have of their own now: a listener may freeze and unfreeze layers as the training goes on.</summary>
    private string[] Settings() =>
    [
        .. settings,
        .. trainer.Store.Parameters.Select((parameter, i) => parameter.Rule is { } rule ? $"{rule} (parameter {i + 1} of the network)" : null).OfType<string>(),
    ];

    private static IEnumerable<string> Describe(Layer network)
    {
        yield return $"the network {network.Canonical}";
        foreach (string draws in Draws(network)) yield return draws;

        static IEnumerable<string> Draws(Layer layer) =>
            (layer.Draws is { } own ? (IEnumerable<string>)[$"masks of layer '{layer.Path}' from {own}"] : [])
                .Concat(layer.Children.SelectMany(child => Draws(child.Layer)));
    }

    private void RequireOwnership()
    {
        if (trainer.Latest != this)
            throw new InvalidOperationException("This training's trainer has begun another one since, to which its optimizer belongs now. Keep the "
                + "state with Capture before, and go on from it with Resume.");
    }

    /// <summary>Takes the steps that are left of an epoch; false when cancelled before its end.</summary>
    private bool TakeBatches(ITrainingListener? listener, CancellationToken cancellationToken)
    {
        counting.CopyTo(order, 0);
        new Philox(Options.Seed, RandomStreams.Order).Shuffle(order, (uint)Epoch);
        while (batchesTaken < plan.Count)
        {
            if (cancellationToken.IsCancellationRequested || isStopped) return false;
            ReadOnlySpan<int> some = plan.Rows(order, batchesTaken);
            if (trainer.Optimizer.Steps != Step)
                throw new InvalidOperationException($"The optimizer has taken {trainer.Optimizer.Steps} steps, and this training {Step}: it was "
                    + $"used elsewhere meanwhile. An optimizer serves one training; use another one elsewhere.");
            TakenStep taken = steps.Take(some, new SchedulePoint(Step, (long)plan.Count * epochs, plan.Count, epochLosses), (Epoch + 1, batchesTaken + 1));
            Step++;
            batchesTaken++;
            weightSum += taken.Weight;
            lossSum += taken.Loss * taken.Weight;
            penaltySum += (double)taken.Penalty * some.Length;
            listener?.OnStep(new StepEvent(Epoch + 1, batchesTaken, plan.Count, Step, taken.Loss * lossUnit, taken.Rate) { Training = this });
        }

        return true;
    }

    /// <summary>Evaluates the validation rows, ends the epoch and keeps the best weights. What throws before leaves the epoch to be ended again.</summary>
    private void EndEpoch(ITrainingListener? listener, Stopwatch clock)
    {
        RequireFiniteWeights();
        // Throws where the network has gained parameters, as a layer that makes them in its first step does: they would never learn.
        _ = trainer.Network.Store;
        Evaluation? result = Judge();
        double score = result is null ? double.NaN : Options.Monitor.Of(result);
        if (result is not null && double.IsNaN(result.Loss)) throw new NonFiniteLossException(Step, Epoch + 1, result.Loss);
        // Rows that all belong to classes of weight 0 have the loss 0.
        trainingLoss = (weightSum > 0 ? lossSum / weightSum : 0) * lossUnit;
        if (Options.Penalty is not null) penalty = penaltySum / order.Length * lossUnit;
        (lossSum, penaltySum, weightSum, batchesTaken) = (0, 0, 0, 0);
        Epoch++;
        epochLosses.Add(result?.Loss ?? trainingLoss);
        bool isBest = result is not null && Options.Monitor.IsBetter(score, bestScore);
        if (isBest)
        {
            (bestScore, bestEpoch) = (score, Epoch);
            if (best is null) best = trainer.Store.Snapshot();
            else trainer.Store.SnapshotTo(best);
        }

        listener?.OnEpoch(new EpochEvent(Epoch, epochs, trainingLoss, result, isBest, clock.Elapsed) { Penalty = penalty, Training = this });
    }

    private Evaluation? Judge()
    {
        if (validation is null) return null;
        try
        {
            return Evaluation.Of(trainer.Network, trainer.Loss, validation, validationRows!, judged);
        }
        catch (NonFinitePredictionException found)
        {
            throw new NonFinitePredictionException(found, Step, Epoch + 1);
        }
    }

    private void RequireFiniteWeights()
    {
        if (trainer.Store.FirstNonFinite(trainer.Store.Values) is { } name)
            throw new NonFiniteWeightException(name, Step, batchesTaken == 0 ? Epoch : Epoch + 1, batchesTaken == 0 ? plan.Count : batchesTaken);
    }
}
