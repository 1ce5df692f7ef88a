using System.Diagnostics;
using System.Globalization;

namespace Myelin.Benchmarks.Compare;

/// <summary>The peak memory of each training, measured on processes that run one side only.</summary>
internal static class PeakMemory
{
    private const double Seconds = 3;

    internal static int Compare(string filter)
    {
        // The first start of the peer prepares it where it has to be prepared.
        foreach (Peer peer in Peer.Start(Workloads.Trainings[0].Name, threads: 1, results: 0)) peer.Dispose();
        Console.WriteLine("| workload | Myelin MB | libtorch MB |");
        Console.WriteLine("|---|---|---|");
        foreach (Training training in Workloads.Trainings.Where(training => training.Name.Contains(filter, StringComparison.Ordinal)))
            Console.WriteLine($"| {training.Name} | {OfProcess("myelin", training.Name)} | {OfProcess("libtorch", training.Name)} |");
        return 0;
    }

    internal static int RunAlone(string side, string name)
    {
        if (Workloads.All.FirstOrDefault(workload => workload.Name == name) is not { } workload || side is not ("myelin" or "libtorch"))
        {
            Console.Error.WriteLine("Give myelin or libtorch, and the name of a workload.");
            return 2;
        }

        using IContender contender = side == "myelin" ? workload.Ours() : workload.Theirs();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < Seconds;) contender.Step();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine((self.PeakWorkingSet64 / 1e6).ToString("F0", CultureInfo.InvariantCulture));
        return 0;
    }

    private static string OfProcess(string side, string name)
    {
        using Process alone = Peer.StartProcess(["alone", side, name]);
        string peak = alone.StandardOutput.ReadToEnd().Trim();
        alone.WaitForExit();
        return alone.ExitCode == 0 ? peak : "failed";
    }
}
