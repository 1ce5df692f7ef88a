using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>Shows a training while it runs.</summary>
internal abstract class TrainingDisplay : ITrainingListener
{
    private float rate;

    /// <inheritdoc/>
    public virtual void OnStep(in StepEvent step) => rate = step.LearningRate;

    /// <inheritdoc/>
    public abstract void OnEpoch(EpochEvent epoch);

    /// <summary>Shows a training.</summary>
    /// <param name="train">Trains and tells the listener.</param>
    internal abstract TrainingResult Show(Func<ITrainingListener, TrainingResult> train);

    /// <summary>Loss, penalty, validation metric and rate of an epoch.</summary>
    protected string Describe(EpochEvent epoch)
    {
        string validation = "";
        if (epoch.Validation is { } result)
        {
            string metric = Scores.Of(result)?.Leading is var (name, value) ? $", {name} {value:G4}" : "";
            validation = $", validation loss {result.Loss:G4}{metric}";
        }

        string penalty = epoch.Penalty is { } added ? $", penalty {added:G4}" : "";
        return $"epoch {epoch.Epoch}/{epoch.Epochs}: loss {epoch.TrainingLoss:G4}{penalty}{validation}, rate {rate:G3}";
    }
}
