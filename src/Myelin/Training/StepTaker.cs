using Myelin.Autograd;
using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Schedules;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>What a step has found and done.</summary>
/// <param name="Loss">The batch's mean loss, in the units of the step's loss.</param>
/// <param name="Penalty">The penalty on the weights.</param>
/// <param name="Weight">What the batch's rows count in the mean.</param>
/// <param name="Rate">The learning rate.</param>
internal readonly record struct TakenStep(float Loss, float Penalty, double Weight, float Rate);

/// <summary>Takes the steps of a training: the gradient of a batch, at once or in parts, and the optimizer's change.</summary>
internal sealed class StepTaker(Trainer trainer, SourceRows rows, Loss scaledLoss, int fewestRows)
{
    private readonly Batch batch = new();
    private float[] gradientSums = [];

    /// <summary>Takes a step with some rows.</summary>
    /// <param name="some">The rows of the batch.</param>
    /// <param name="point">Where the training stands before the step.</param>
    /// <param name="place">The step's epoch and batch, counted from 1, for messages.</param>
    internal TakenStep Take(ReadOnlySpan<int> some, in SchedulePoint point, (int Epoch, int Batch) place)
    {
        TrainerOptions options = trainer.Options;
        ParameterStore store = trainer.Store;
        float rate = At(options.LearningRate, "learning rate", point, place);
        float weightDecay = options.WeightDecay is { } decay ? At(decay, "weight decay", point, place) : trainer.Optimizer.WeightDecay;
        if (store.IsFrozen)
            throw new InvalidOperationException(
                $"Every parameter of the network is frozen at step {point.Step + 1} (epoch {place.Epoch}, batch {place.Batch}), so that nothing "
                    + $"can be trained; "
                    + "unfreeze some.");
        if (trainer.Optimizer.WhyNot(store, rate, weightDecay) is { } wrong)
            throw new InvalidInputException(string.Concat(wrong, $" That was at step {point.Step + 1} (epoch {place.Epoch}, batch {place.Batch})."));
        trainer.Tape.DropoutFactor = options.DropoutFactor is { } factor ? At(factor, "factor on dropout", point, place) : 1;
        var plan = new BatchPlan(some.Length, options.MicroBatchSize ?? some.Length, fewestRows);
        (float loss, float penalty, double weight) = plan.Count == 1
            ? Differentiate(some, firstRow: 0, (uint)point.Step, options.Penalty, place)
            : DifferentiateParts(some, plan, (uint)point.Step, place);
        if (store.FirstNonFinite(store.Gradients) is { } name) throw new NonFiniteGradientException(name, point.Step + 1, place.Epoch, place.Batch);
        if (options.ClipNorm is { } norm) store.ClipGradients(norm);
        trainer.Optimizer.Apply(store, rate, weightDecay);
        return new TakenStep(loss, penalty, weight, rate);
    }

    private static float At(Schedule schedule, string what, in SchedulePoint point, (int Epoch, int Batch) place)
    {
        float value = schedule.At(point);
        return value >= 0 && float.IsFinite(value)
            ? value
            : throw new InvalidOperationException($"The schedule '{schedule.Canonical}' gives the {what} {value} at step {point.Step + 1} (epoch "
                + $"{place.Epoch}, batch {place.Batch}); it must be finite and 0 or more.");
    }

    /// <summary>Computes the mean loss of rows, with a penalty if there is one, and the gradient by every parameter.</summary>
    private (float Loss, float Penalty, double Weight) Differentiate(ReadOnlySpan<int> some, int firstRow, uint step, Penalties.Penalty? penalty,
        (int Epoch, int Batch) place)
    {
        Tape tape = trainer.Tape;
        rows.Fill(some, batch);
        (tape.FirstRow, tape.Place) = ((uint)firstRow, place);
        using StepScope scope = tape.BeginStep(training: true, step);
        Tensor prediction = trainer.Network.Forward(tape.View(batch.InputShape, batch.InputStorage));
        Tensor mean = rows.Compute(scaledLoss, tape, prediction, some, batch, Reduction.Mean);
        float value = mean.ToScalar();
        if (!float.IsFinite(value)) throw new NonFiniteLossException(step + 1L, place.Epoch, place.Batch, tape.FirstNonFinite());
        float added = 0;
        tape.Backward(penalty?.AddTo(mean, trainer.Penalised, out added) ?? mean);
        return (value, added, SourceRows.Divisor(trainer.Loss, batch));
    }

    /// <summary>The same for a batch in parts: the mean of their means and of their gradients, each times what its rows count.</summary>
    private (float Loss, float Penalty, double Weight) DifferentiateParts(ReadOnlySpan<int> some, BatchPlan plan, uint step, (int Epoch, int Batch) place)
    {
        ParameterStore store = trainer.Store;
        if (gradientSums.Length == 0) gradientSums = new float[store.Length];
        Array.Clear(gradientSums);
        double lossSum = 0, weightSum = 0;
        for (int part = 0, first = 0; part < plan.Count; part++)
        {
            ReadOnlySpan<int> own = plan.Rows(some, part);
            (float loss, _, double weight) = Differentiate(own, first, step, penalty: null, place);
            first += own.Length;
            (lossSum, weightSum) = (lossSum + loss * weight, weightSum + weight);
            Copy.Scaled(store.Gradients, (float)(weight / some.Length), gradientSums, accumulate: true);
        }

        if (weightSum > 0) Copy.Scaled(gradientSums, (float)(some.Length / weightSum), gradientSums, accumulate: false);
        float penalty = AddPenalty(step);
        store.ChangeGradients(gradientSums, static (gradients, sums) => sums.CopyTo(gradients));
        return (weightSum > 0 ? (float)(lossSum / weightSum) : 0, penalty, weightSum);
    }

    private float AddPenalty(uint step)
    {
        if (trainer.Options.Penalty is not { } penalty) return 0;
        Tape tape = trainer.Tape;
        using StepScope scope = tape.BeginStep(training: true, step);
        Tensor total = penalty.AddTo(tape.Input(default, [0]), trainer.Penalised, out float value);
        if (!total.Slot.NeedsGradient) return value;
        tape.Backward(total);
        Copy.Scaled(trainer.Store.Gradients, 1, gradientSums, accumulate: true);
        return value;
    }
}
