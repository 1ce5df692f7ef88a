using Myelin.Layers;
using Myelin.Optimizers;

namespace Myelin.Training;

/// <summary>
/// Everything that a training needs to go on exactly where it was, as one object. Random numbers need nothing here: they depend on the seed and the step alone.
/// </summary>
public sealed record TrainingState
{
    /// <summary>The settings that the training runs with, one by one, as text: whoever goes on from this state has the same.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>The largest number of epochs, those of <see cref="TrainingRun.Extend"/> included.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs finished.</summary>
    public required int Epoch { get; init; }

    /// <summary>Batches taken of the epoch under way.</summary>
    public required int Batch { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Step { get; init; }

    /// <summary>
    /// The sum of the losses of the batches taken of the epoch under way, each times what its rows count in the mean, in the units of the step's
    /// loss.
    /// </summary>
    public required double LossSum { get; init; }

    /// <summary>The sum of penalty times number of rows over the same batches.</summary>
    public required double PenaltySum { get; init; }

    /// <summary>The sum of what these batches count in the mean: their rows, or the weights of rows and classes.</summary>
    public required double WeightSum { get; init; }

    /// <summary>The mean loss of the last epoch finished; NaN before the first.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The mean penalty of the last epoch finished; null without one.</summary>
    public required double? Penalty { get; init; }

    /// <summary>The weights and buffers after the last step, which need not be the best.</summary>
    public required ParameterSnapshot Current { get; init; }

    /// <summary>The weights and buffers with the best value of what is monitored; null before the first validation.</summary>
    public required ParameterSnapshot? Best { get; init; }

    /// <summary>The best value of what is monitored, NaN before the first validation.</summary>
    public required double BestScore { get; init; }

    /// <summary>The epoch of the best value, 0 before the first validation.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The epoch from which the patience counts, where that is later than the best.</summary>
    public required int PatienceFrom { get; init; }

    /// <summary>The validation loss of each finished epoch, or its training loss where there are no validation rows: what schedules see.</summary>
    public required IReadOnlyList<double> EpochLosses { get; init; }

    /// <summary>The optimizer's state.</summary>
    public required OptimizerState Optimizer { get; init; }
}
