namespace Myelin.Cli;

/// <summary>While it lives and is armed, the first Ctrl-C asks for an orderly end instead of ending the process.</summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly Lock Gate = new();
    private static Interrupt? current;

    private readonly CancellationTokenSource source;

    internal Interrupt(CancellationToken other) => source = CancellationTokenSource.CreateLinkedTokenSource(other);

    /// <summary>Cancelled by the first Ctrl-C.</summary>
    internal CancellationToken Token => source.Token;

    /// <summary>Asks for an orderly end; false where nobody can be asked, or has been asked before.</summary>
    internal static bool TryAsk()
    {
        lock (Gate)
        {
            if (current is null || current.source.IsCancellationRequested) return false;
            current.source.Cancel();
            return true;
        }
    }

    /// <summary>From now on Ctrl-C asks: there is something to end in order.</summary>
    internal void Arm()
    {
        lock (Gate) current = this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate) current = current == this ? null : current;
        source.Dispose();
    }
}
