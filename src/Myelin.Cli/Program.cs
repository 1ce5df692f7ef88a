namespace Myelin.Cli;

/// <summary>The command <c>myelin</c>.</summary>
internal static class Program
{
    internal static int Main(string[] args) => MyelinCommandLine.Run(args, Terminal.OfProcess());
}
