using System.Diagnostics;
using Myelin.Training;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>Shows a training on a screen: the last epoch's figures and a bar over all epochs.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, int epochs, double targetScale) : TrainingDisplay(targetScale)
{
    private const long MillisecondsBetweenMoves = 50;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private ProgressTask? bar;

    /// <inheritdoc/>
    public override void OnStep(in StepEvent step)
    {
        base.OnStep(step);
        if (clock.ElapsedMilliseconds < MillisecondsBetweenMoves) return;
        clock.Restart();
        bar!.Value = (step.Epoch - 1 + (double)step.Batch / step.Batches) / epochs;
    }

    /// <inheritdoc/>
    public override void OnEpoch(EpochEvent epoch)
    {
        bar!.Description = Markup.Escape(Describe(epoch));
        bar.Value = (double)epoch.Epoch / epochs;
    }

    internal override TrainingResult Show(Func<ITrainingListener, TrainingResult> train) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new RemainingTimeColumn())
        .Start(context =>
        {
            bar = context.AddTask("training", maxValue: 1);
            TrainingResult result = train(this);
            bar.StopTask();
            return result;
        });
}
