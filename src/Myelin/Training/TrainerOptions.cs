using System.Globalization;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Penalties;
using Myelin.Schedules;

namespace Myelin.Training;

/// <summary>How a network is trained. Every value is checked when the trainer is made.</summary>
public sealed record TrainerOptions
{
    /// <summary>The largest number of passes over the training rows, at least 1; by default 200.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>
    /// Rows a step, at least 1; by default 32. The last batch of an epoch may be smaller, or a little larger where a layer of the network needs more
    /// rows than it would have.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// The most rows of a batch that are computed at once, at least 1; null, the default, computes a batch at once. A batch in parts takes less
    /// memory: gradients are accumulated over its parts, and the step is that of the whole batch except for rounding. A loss that is no mean over
    /// rows, as rmse is, takes whole batches only. Statistics of a batch normalisation, and a loss that compares the rows of a batch, see one part.
    /// Part of what determines the bits.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>
    /// What tells the best weights and when training stops early, measured on the validation rows; by default <see cref="EvaluationMetric.Loss"/>.
    /// Without validation rows it has no effect.
    /// </summary>
    public EvaluationMetric Monitor { get; init; } = EvaluationMetric.Loss;

    /// <summary>
    /// Epochs without a better value of <see cref="Monitor"/> after which training stops; 0 never stops early; by default 20. Without validation rows
    /// it has no effect.
    /// </summary>
    public int Patience { get; init; } = 20;

    /// <summary>The rates of the steps; by default 0.001 throughout.</summary>
    public Schedule LearningRate { get; init; } = 0.001f;

    /// <summary>
    /// The decoupled weight decay λ of the steps, in place of the optimizer's own, for any optimizer; null, the default, leaves that
    /// (<see cref="Optimizers.Optimizer.WeightDecay"/>). Each step multiplies parameters by 1 - rate · λ; a step in which rate · λ is above 1 for a parameter
    /// ends the training with an <see cref="InvalidInputException"/>.
    /// A parameter's own (<see cref="Layers.Parameter.WeightDecay"/>) goes before.
    /// </summary>
    public Schedule? WeightDecay { get; init; }

    /// <summary>
    /// What the rates of dropout layers are multiplied by; null, the default, is 1 throughout. <c>new LinearDecay(1)</c> lets dropout fade away. A step in
    /// which a layer's rate times the factor is not below 1 ends the training with an <see cref="InvalidInputException"/>.
    /// </summary>
    public Schedule? DropoutFactor { get; init; }

    /// <summary>The largest norm of all gradients together, finite and above 0; null, the default, never clips.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>
    /// What is added to the mean loss of each step for the size of the weights; null, the default, adds nothing. Where targets are scaled
    /// (<see cref="Data.IDataSource.TargetScale"/>) it is added to the loss of the scaled targets. Losses are reported without it. Clipping sees the
    /// gradient of both.
    /// </summary>
    public Penalty? Penalty { get; init; }

    /// <summary>In how many shards a batch's rows are summed, at least 1; by default 1. Part of what determines the bits.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>The seed of the order of rows; by default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings one by one, as text, to compare trainings by.</summary>
    internal IEnumerable<string> Describe(Loss loss) =>
    [
        $"the loss {loss.Canonical}",
        $"epochs {Epochs}",
        $"batch size {BatchSize}",
        $"micro-batch size {MicroBatchSize?.ToString(CultureInfo.InvariantCulture) ?? "none"}",
        $"patience {Patience}",
        $"monitor {Monitor.Name}, of which {(Monitor.HigherIsBetter ? "more" : "less")} is better",
        $"learning rate {LearningRate.Canonical}",
        $"weight decay {WeightDecay?.Canonical ?? "the optimizer's"}",
        $"factor on dropout {DropoutFactor?.Canonical ?? "none"}",
        $"clipping norm {(ClipNorm is { } norm ? Spec.Text(norm) : "none")}",
        $"penalty {Penalty?.Canonical ?? "none"}",
        $"shards {Shards}",
        $"seed {Seed}",
    ];

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        if (MicroBatchSize is { } size) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(MicroBatchSize));
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
        ArgumentNullException.ThrowIfNull(Monitor);
        ArgumentOutOfRangeException.ThrowIfLessThan(Shards, 1);
        ArgumentNullException.ThrowIfNull(LearningRate);
        if (ClipNorm is { } norm && !(norm > 0 && float.IsFinite(norm)))
            throw new ArgumentOutOfRangeException(nameof(ClipNorm), norm, "The clipping norm is finite and above 0; null never clips.");
    }

    /// <summary>Checks the settings against a loss.</summary>
    /// <exception cref="ArgumentException">A batch in parts would have another gradient.</exception>
    internal void RequireFor(Loss loss)
    {
        if (MicroBatchSize < BatchSize && !ReferenceEquals(loss.RowLoss, loss))
            throw new ArgumentException(
                $"The loss '{loss}' is no mean over rows, so a batch in parts has another gradient than the whole; "
                    + $"train with '{loss.RowLoss}', or without a micro-batch size.");
    }
}
