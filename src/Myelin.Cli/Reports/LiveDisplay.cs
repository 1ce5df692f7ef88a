using System.Diagnostics;
using Myelin.Training;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>Shows a training on a screen: the last epoch's figures, and below them a bar over all epochs with the time that they take at most.</summary>
internal sealed class LiveDisplay(Terminal terminal, Interrupt interrupt, int epochs) : TalkingDisplay(terminal, interrupt)
{
    private const long MillisecondsBetweenMoves = 50;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private volatile string figures = "epoch 1: loss …";
    private ProgressTask? bar;
    private TaskCompletionSource? ended;
    private Task? shown;

    /// <inheritdoc/>
    public override void OnMember(int member, int members)
    {
        base.OnMember(member, members);
        figures = "epoch 1: loss …";
        ended = new TaskCompletionSource();
        shown = Terminal.ErrorConsole().Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .UseRenderHook((rendered, _) => new Rows(new Text(figures), rendered))
            .StartAsync(async context =>
            {
                bar = context.AddTask("training", maxValue: 1);
                await ended.Task;
                bar.StopTask();
            });
    }

    /// <inheritdoc/>
    public override void OnMemberEnd(int member, TrainingResult result) => End();

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

    /// <inheritdoc/>
    public override void Dispose()
    {
        End();
        base.Dispose();
    }

    private void End()
    {
        ended?.TrySetResult();
        shown?.GetAwaiter().GetResult();
        (ended, shown) = (null, null);
    }
}
