using Myelin.Layers;

namespace Myelin.Training;

/// <summary>
/// Everything that a training needs to go on exactly where it was, as one object. Random numbers need nothing here: they depend on the seed and the step alone.
/// </summary>
public sealed record TrainingState
{
    /// <summary>Epochs finished.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Step { get; init; }

    /// <summary>The weights and buffers after the last step, which need not be the best.</summary>
    public required ParameterSnapshot Current { get; init; }

    /// <summary>The weights and buffers with the best validation loss; null before the first validation.</summary>
    public required ParameterSnapshot? Best { get; init; }

    /// <summary>The best validation loss, infinite before the first validation.</summary>
    public required double BestLoss { get; init; }

    /// <summary>The epoch of the best validation loss, 0 before the first validation.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The optimizer's steps.</summary>
    public required long OptimizerSteps { get; init; }

    /// <summary>The optimizer's state buffers, in its own order.</summary>
    public required IReadOnlyList<float[]> OptimizerStates { get; init; }
}
