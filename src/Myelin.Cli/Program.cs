namespace Myelin.Cli;

/// <summary>The command <c>myelin</c>.</summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        var terminal = Terminal.OfProcess();
        // The shortest answer has nothing to leave behind.
        using Termination? termination = args is ["--version"] ? null : new Termination(terminal);
        return MyelinCommandLine.Run(args, terminal);
    }
}
