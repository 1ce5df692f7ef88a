namespace Myelin.Cli.Tests;

/// <summary>An error stream that cancels as soon as a text is written to it.</summary>
internal sealed class CancellingWriter(CancellationTokenSource source, string at) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value!.StartsWith(at, StringComparison.Ordinal)) source.Cancel();
    }
}
