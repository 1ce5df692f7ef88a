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

    /// <summary>Rows a step, at least 1; by default 32. The last batch of an epoch may be smaller, or a little larger where a layer of the network needs more rows than it would have.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Epochs without a better validation loss after which training stops; 0 never stops early; by default 20. Without validation rows it has no effect.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>The rates of the steps; by default 0.001 throughout.</summary>
    public Schedule LearningRate { get; init; } = 0.001f;

    /// <summary>The largest norm of all gradients together, above 0; null, the default, never clips.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>
    /// What is added to the mean loss of each step for the size of the weights; null, the default, adds nothing. Where targets are scaled (<see cref="Data.IDataSource.TargetScale"/>)
    /// it is added to the loss of the scaled targets. Losses are reported without it. Clipping sees the gradient of both.
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
        $"patience {Patience}",
        $"learning rate {LearningRate.Canonical}",
        $"clipping norm {(ClipNorm is { } norm ? Spec.Text(norm) : "none")}",
        $"penalty {Penalty?.Canonical ?? "none"}",
        $"shards {Shards}",
        $"seed {Seed}",
    ];

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
        ArgumentOutOfRangeException.ThrowIfLessThan(Shards, 1);
        ArgumentNullException.ThrowIfNull(LearningRate);
        if (ClipNorm is { } norm && !(norm > 0)) throw new ArgumentOutOfRangeException(nameof(ClipNorm), norm, "The clipping norm is above 0.");
    }
}
