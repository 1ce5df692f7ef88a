using System.Text;

namespace Myelin.Cli;

/// <summary>Stands for a standard output that the process was started without: a result that is lost is an error.</summary>
internal sealed class ClosedOutput : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => throw new LostOutputException("The standard output is closed; send it to a place that takes it.");
}
