using System.Globalization;
using System.Text.Json;

namespace Myelin.Benchmarks.Compare;

/// <summary>Writes what was measured: lines of JSON, or a table in Markdown.</summary>
internal sealed class Report
{
    private readonly ComparisonOptions options;
    private readonly double operationsPerSecond;

    internal Report(ComparisonOptions options)
    {
        this.options = options;
        operationsPerSecond = Limits.OperationsPerSecond(options.Threads);
        if (options.Json) return;
        Console.WriteLine(FormattableString.Invariant($"{options.Threads} thread{(options.Threads == 1 ? "" : "s")}; limits: {operationsPerSecond / 1e9:F0} GFLOP/s, {Limits.BytesPerSecond(options.Threads, 1 << 28) / 1e9:F0} GB/s from memory; {options.Rounds} rounds in turns, medians."));
        Console.WriteLine();
        Console.WriteLine("| workload | Myelin µs | libtorch µs (threads) | ratio | its spread | share of limit | bytes a step |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
    }

    internal void Add(Workload workload, Ours ours, IReadOnlyList<ISide> peers)
    {
        ISide? best = peers.MinBy(peer => peer.Median);
        double[] ratios = best is null ? [] : [.. ours.Rounds.Zip(best.Rounds, (own, other) => other / own)];
        double? ratio = best is null ? null : Statistics.Median(ratios);
        double median = ((ISide)ours).Median, share = ShareOfLimit(workload, median);
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                name = workload.Name,
                threads = options.Threads,
                ours_us = Round(median),
                peer_us = best is null ? (double?)null : Round(best.Median),
                ratio = ratio is { } value ? Round(value) : (double?)null,
                ratio_spread = best is null ? null : new[] { Round(ratios.Min()), Round(ratios.Max()) },
                peers = peers.ToDictionary(peer => peer.Name, peer => Round(peer.Median)),
                share_of_limit = Round(share),
                bytes_per_step = Round(ours.BytesPerStep),
            }));
            return;
        }

        string theirs = peers.Count == 0 ? "-" : string.Join(" / ", peers.Select(peer => $"{Text(peer.Median)} ({peer.Name})"));
        string spread = best is null ? "-" : $"{Text(ratios.Min())} to {Text(ratios.Max())}";
        Console.WriteLine($"| {workload.Name} | {Text(median)} | {theirs} | {(ratio is { } r ? Text(r) : "-")} | {spread} | {share.ToString("P0", CultureInfo.InvariantCulture)} | {ours.BytesPerStep:F0} |");
    }

    internal void End()
    {
        if (!options.Json) Console.WriteLine($"{Environment.NewLine}{Machine.Describe()}");
    }

    /// <summary>The least time that the machine's limits leave, by the time taken.</summary>
    private double ShareOfLimit(Workload workload, double microseconds)
    {
        double least = Math.Max(workload.Operations / operationsPerSecond, workload.Bytes / Limits.BytesPerSecond(options.Threads, workload.Bytes));
        return least * 1e6 / microseconds;
    }

    private static double Round(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString(value >= 1000 ? "F0" : value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
