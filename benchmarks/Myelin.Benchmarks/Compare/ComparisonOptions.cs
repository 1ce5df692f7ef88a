namespace Myelin.Benchmarks.Compare;

/// <summary>What is compared and how.</summary>
/// <param name="Threads">Threads of both sides.</param>
/// <param name="Filter">Part of the names to run.</param>
/// <param name="Rounds">How often the sides take turns.</param>
/// <param name="Json">Whether each workload is a line of JSON.</param>
internal sealed record ComparisonOptions(int Threads, string Filter, int Rounds, bool Json);
