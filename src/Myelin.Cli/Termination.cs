using System.Runtime.InteropServices;
using Myelin.Serialization;

namespace Myelin.Cli;

/// <summary>While it lives, signals that end the process end it at once but in order: no unfinished file stays, and the cursor is shown again.</summary>
internal sealed class Termination : IDisposable
{
    private readonly Terminal terminal;
    private readonly PosixSignalRegistration[] registrations;

    internal Termination(Terminal terminal)
    {
        this.terminal = terminal;
        registrations = [On(PosixSignal.SIGINT, ExitCode.Interrupted), On(PosixSignal.SIGTERM, ExitCode.Terminated), On(PosixSignal.SIGHUP, ExitCode.HungUp)];
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());

    private PosixSignalRegistration On(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (signal == PosixSignal.SIGINT && Interrupt.TryAsk()) return;
        AtomicFile.Abandon();
        terminal.Leave();
        Environment.Exit(exitCode);
    });
}
