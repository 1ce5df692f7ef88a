using System.Globalization;

namespace Myelin.Benchmarks.Compare;

/// <summary>Times two builds of Myelin on the same work, each in a process of its own, taking turns: what a change costs.</summary>
internal static class BuildComparison
{
    private const int PauseMilliseconds = 250;

    internal static int Run(ComparisonOptions options, string otherProgram)
    {
        if (!File.Exists(otherProgram))
        {
            Console.Error.WriteLine($"{otherProgram} does not exist; build the other version's benchmarks and name its Myelin.Benchmarks.dll.");
            return 2;
        }

        Console.WriteLine($"{options.Threads} threads, {options.Rounds} rounds in turns; the ratio is the median of this build's time by the other's, round by round.");
        Console.WriteLine();
        Console.WriteLine("| workload | other build µs | this build µs | ratio | its spread |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (Workload workload in Workloads.All.Where(workload => workload.Name.Contains(options.Filter, StringComparison.Ordinal))) Run(workload, options, otherProgram);
        return 0;
    }

    private static void Run(Workload workload, ComparisonOptions options, string otherProgram)
    {
        using Peer other = Peer.StartBuild(otherProgram, workload.Name, options.Threads, results: 1), own = Peer.StartBuild(typeof(BuildComparison).Assembly.Location, workload.Name, options.Threads, results: 1);
        // The first round shows both sides the machine.
        for (int round = 0; round <= options.Rounds; round++)
        {
            // Who begins changes, so that neither always follows the other's heat.
            foreach (Peer side in round % 2 == 0 ? (Peer[])[other, own] : [own, other])
            {
                Thread.Sleep(PauseMilliseconds);
                side.Measure();
            }
        }

        double[] before = [.. other.Rounds.Skip(1)], after = [.. own.Rounds.Skip(1)], ratios = [.. after.Zip(before, (mine, others) => mine / others)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {workload.Name} | {Statistics.Median(before):G4} | {Statistics.Median(after):G4} | {Statistics.Median(ratios):F3} | {ratios.Min():F3} to {ratios.Max():F3} |"));
    }
}
