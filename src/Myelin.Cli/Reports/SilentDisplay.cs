using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>Shows nothing.</summary>
internal sealed class SilentDisplay : TrainingDisplay
{
    /// <inheritdoc/>
    public override void OnEpoch(EpochEvent epoch) { }

    internal override TrainingResult Show(Func<ITrainingListener, TrainingResult> train) => train(this);
}
