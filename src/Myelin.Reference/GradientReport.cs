namespace Myelin.Reference;

/// <summary>What a gradient check found.</summary>
public sealed class GradientReport
{
    internal GradientReport(IReadOnlyList<GradientDifference> differences, string? withoutReplay)
    {
        Differences = differences;
        WithoutReplay = withoutReplay;
        Worst = differences.MaxBy(difference => difference.Excess)!;
    }

    /// <summary>Every comparison, the value first, then input by input.</summary>
    public IReadOnlyList<GradientDifference> Differences { get; }

    /// <summary>The comparison whose difference is the largest in units of what is allowed.</summary>
    public GradientDifference Worst { get; }

    /// <summary>
    /// Why there was no double-precision replay, so that float32 differences had to do, which only find errors above a few thousandths; null where
    /// there was one.
    /// </summary>
    public string? WithoutReplay { get; }

    /// <summary>Whether every difference is allowed.</summary>
    public bool IsGood => Worst.IsGood;

    /// <summary>The verdict, the method and the worst comparison, a line each.</summary>
    public override string ToString()
    {
        string verdict = IsGood ? "The gradient is good" : $"The gradient is wrong in {Differences.Count(difference => !difference.IsGood)}";
        string method = WithoutReplay is null
            ? "Compared with a replay in double precision, and that with its difference quotients."
            : $"Compared with difference quotients of the float32 function only. {WithoutReplay}";
        return $"{verdict}{(IsGood ? ":" : " of")} {Differences.Count} comparisons.\n{method}\nWorst: {Worst}.";
    }
}
