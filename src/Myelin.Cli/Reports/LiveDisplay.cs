using System.Diagnostics;
using Myelin.Training;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>Shows a training on a screen: the last epoch's figures, and below them a bar over all epochs with the time that they take at most.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, int epochs) : TrainingDisplay
{
    private const long MillisecondsBetweenMoves = 50;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private volatile string figures = "epoch 1: loss …";
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
        figures = Describe(epoch);
        bar!.Value = (double)epoch.Epoch / epochs;
    }

    internal override TrainingResult Show(Func<ITrainingListener, TrainingResult> train) => console.Progress()
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .UseRenderHook((rendered, _) => new Rows(new Text(figures), rendered))
        .Start(context =>
        {
            bar = context.AddTask("training", maxValue: 1);
            TrainingResult result = train(this);
            bar.StopTask();
            return result;
        });
}
