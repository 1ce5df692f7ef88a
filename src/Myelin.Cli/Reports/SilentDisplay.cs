using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>Shows warnings only.</summary>
internal sealed class SilentDisplay(Terminal terminal, Interrupt interrupt) : TrainingDisplay(terminal, interrupt)
{
    /// <inheritdoc/>
    public override void OnEpoch(EpochEvent epoch) { }
}
