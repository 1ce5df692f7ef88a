using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>Shows a training as lines, for files and pipes: one an epoch or a second, whichever is rarer, and the last epoch's always.</summary>
internal sealed class PlainDisplay(Terminal terminal, Interrupt interrupt) : TalkingDisplay(terminal, interrupt)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private TimeSpan written = TimeSpan.MinValue;
    private EpochEvent? unwritten;

    /// <inheritdoc/>
    public override void OnMember(int member, int members)
    {
        base.OnMember(member, members);
        (written, unwritten) = (TimeSpan.MinValue, null);
    }

    /// <inheritdoc/>
    public override void OnEpoch(EpochEvent epoch)
    {
        unwritten = epoch;
        if (written == TimeSpan.MinValue || epoch.Elapsed - written >= Pause) Write(epoch);
    }

    /// <inheritdoc/>
    public override void OnMemberEnd(int member, TrainingResult result)
    {
        if (unwritten is { } last) Write(last);
    }

    private void Write(EpochEvent epoch)
    {
        TimeSpan left = epoch.Elapsed / epoch.Epoch * (epoch.Epochs - epoch.Epoch);
        Terminal.Error.WriteLine($"{Describe(epoch)}, at most {left:h\\:mm\\:ss} left");
        (written, unwritten) = (epoch.Elapsed, null);
    }
}
