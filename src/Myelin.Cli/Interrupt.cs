using System.Runtime.InteropServices;

namespace Myelin.Cli;

/// <summary>While it lives, the first Ctrl-C asks for an orderly end; the second ends the process.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly PosixSignalRegistration registration;

    internal Interrupt(CancellationToken other)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(other);
        registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = !source.IsCancellationRequested;
            source.Cancel();
        });
    }

    /// <summary>Cancelled by the first Ctrl-C.</summary>
    internal CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        registration.Dispose();
        source.Dispose();
    }
}
