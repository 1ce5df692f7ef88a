namespace Myelin.Cli;

/// <summary>The command <c>myelin</c>.</summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        var terminal = Terminal.OfProcess();
        using var termination = new Termination(terminal);
        return MyelinCommandLine.Run(args, terminal);
    }
}
