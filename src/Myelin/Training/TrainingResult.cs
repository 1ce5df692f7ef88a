namespace Myelin.Training;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were taken.</summary>
    Completed,

    /// <summary>The validation loss, or whatever else is monitored, had not improved for as many epochs as the patience allows.</summary>
    NoImprovement,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>A listener, or the program, asked for the end with <see cref="TrainingRun.Stop"/>.</summary>
    Stopped,
}

/// <summary>How a training ended. The network holds the weights of the best epoch where there were validation rows, else those of the last.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Epochs">Epochs finished.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="BestEpoch">The epoch whose weights the network holds; 0 when not even one was finished.</param>
/// <param name="TrainingLoss">The (weighted) mean loss of the last epoch's rows at their steps, in the target's units and without a penalty; NaN when
/// not even one was finished.</param>
/// <param name="Elapsed">The time taken.</param>
public sealed record TrainingResult(StopReason Reason, int Epochs, long Steps, int BestEpoch, double TrainingLoss, TimeSpan Elapsed)
{
    /// <summary>
    /// The mean penalty over the last epoch's steps, in the units of the training loss; null without a penalty or when not even one epoch was
    /// finished.
    /// </summary>
    public double? Penalty { get; init; }
}
