namespace Myelin.Benchmarks.Compare;

/// <summary>Runs all sides of each workload in turns and reports.</summary>
internal static class Comparison
{
    // Steps of a training whose losses must agree, from the same weights and data.
    private const int StepsAlike = 20;
    private const double Tolerance = 1e-3;

    // A side's threads spin for a while after their last work.
    private const int PauseMilliseconds = 250;

    internal static int Run(ComparisonOptions options)
    {
        if (options.Threads < 1 || options.Rounds < 1)
        {
            Console.Error.WriteLine("--threads and --rounds are whole numbers of at least 1.");
            return 2;
        }

        Workload[] workloads = [.. Workloads.All.Where(workload => workload.Name.Contains(options.Filter, StringComparison.Ordinal))];
        if (workloads.Length == 0)
        {
            Console.Error.WriteLine($"No workload's name contains '{options.Filter}'; there are {string.Join(", ", Workloads.All.Select(workload => workload.Name))}.");
            return 2;
        }

        var report = new Report(options);
        bool alike = true;
        foreach (Workload workload in workloads) alike &= Run(workload, options, report);
        report.End();
        return alike ? 0 : 1;
    }

    private static bool Run(Workload workload, ComparisonOptions options, Report report)
    {
        int results = workload.IsTraining ? StepsAlike : 1;
        using var ours = new Ours(workload, options.Threads, results);
        List<Peer> peers = Peer.Start(workload.Name, options.Threads, results);
        try
        {
            foreach (Peer peer in peers)
            {
                double difference = ours.Results.Zip(peer.Results, (own, other) => Math.Abs(own - other) / Math.Max(Math.Abs(other), 1e-3)).Max();
                if (difference <= Tolerance) continue;
                Console.Error.WriteLine($"{workload.Name}: the two sides differ by {difference:G3} of their results, so their times say nothing.");
                return false;
            }

            for (int round = 0; round < options.Rounds; round++)
            {
                foreach (ISide side in (ISide[])[ours, .. peers])
                {
                    Thread.Sleep(PauseMilliseconds);
                    side.Measure();
                }
            }

            report.Add(workload, ours, peers);
            return true;
        }
        finally
        {
            foreach (Peer peer in peers) peer.Dispose();
        }
    }
}
