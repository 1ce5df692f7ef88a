using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>Shows nothing.</summary>
internal sealed class SilentDisplay() : TrainingDisplay(1)
{
    /// <inheritdoc/>
    public override void OnEpoch(EpochEvent epoch) { }

    internal override TrainingResult Show(Func<ITrainingListener, TrainingResult> train) => train(this);
}
