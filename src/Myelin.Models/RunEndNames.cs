namespace Myelin.Models;

/// <summary>What the ends of runs are called in JSON.</summary>
public static class RunEndNames
{
    /// <summary>An end's name, such as <c>no_improvement</c>.</summary>
    /// <param name="end">The end.</param>
    public static string Of(RunEnd end) => end == RunEnd.NoImprovement ? "no_improvement" : end.ToString().ToLowerInvariant();
}
