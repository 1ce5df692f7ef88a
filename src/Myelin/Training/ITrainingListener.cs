namespace Myelin.Training;

/// <summary>One step of a training.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Batch">The batch in the epoch, counted from 1.</param>
/// <param name="Batches">The batches of an epoch.</param>
/// <param name="Step">The step since the start, counted from 1.</param>
/// <param name="Loss">The batch's mean loss, in the target's units and without a penalty.</param>
/// <param name="LearningRate">The rate of the step.</param>
public readonly record struct StepEvent(int Epoch, int Batch, int Batches, long Step, float Loss, float LearningRate)
{
    /// <summary>The training that tells.</summary>
    internal TrainingRun? Training { get; init; }

    /// <summary>Ends the training after this step, as <see cref="TrainingRun.Stop"/> does.</summary>
    public void Stop() => Training?.Stop();
}

/// <summary>One epoch of a training.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">The largest number of epochs.</param>
/// <param name="TrainingLoss">The mean loss over the epoch's steps, in the target's units and without a penalty.</param>
/// <param name="Validation">The result on the validation rows; null without them.</param>
/// <param name="IsBest">Whether <see cref="TrainerOptions.Monitor"/> is the best so far.</param>
/// <param name="Elapsed">Time since the call began.</param>
public sealed record EpochEvent(int Epoch, int Epochs, double TrainingLoss, Evaluation? Validation, bool IsBest, TimeSpan Elapsed)
{
    /// <summary>
    /// The mean penalty over the epoch's steps, in the units of the training loss: their sum is what the training makes small. Null without a
    /// penalty.
    /// </summary>
    public double? Penalty { get; init; }

    /// <summary>The training that tells.</summary>
    internal TrainingRun? Training { get; init; }

    /// <summary>Ends the training after this epoch, as <see cref="TrainingRun.Stop"/> does.</summary>
    public void Stop() => Training?.Stop();
}

/// <summary>
/// Hears what happens in a training: a progress display, a log file, a web page. Called on the training thread, so be brief. Either event can stop
/// the training.
/// </summary>
public interface ITrainingListener
{
    /// <summary>A step has been taken.</summary>
    /// <param name="step">The step.</param>
    void OnStep(in StepEvent step) { }

    /// <summary>An epoch has ended.</summary>
    /// <param name="epoch">The epoch.</param>
    void OnEpoch(EpochEvent epoch) { }
}
