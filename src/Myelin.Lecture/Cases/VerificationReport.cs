namespace Myelin.Lecture.Cases;

/// <summary>What the recomputation of a case found.</summary>
/// <param name="Case">The case.</param>
/// <param name="Wrong">What deviates; empty where everything agrees.</param>
public sealed record CaseResult(LectureCase Case, IReadOnlyList<string> Wrong)
{
    /// <summary>Whether every recomputed value is the expected one, exactly and by the library.</summary>
    public bool IsExact => Wrong.Count == 0;

    /// <summary>Whether the lecture prints another value than the exact one.</summary>
    public bool PrintedDiffers => Case.Agrees == false;
}

/// <summary>The results of a topic's cases.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Results">The results in the order of the cases.</param>
public sealed record TopicResult(string Topic, IReadOnlyList<CaseResult> Results)
{
    /// <summary>How many cases agree.</summary>
    public int Exact => Results.Count(result => result.IsExact);

    /// <summary>How many printed values differ from the exact ones.</summary>
    public int PrintedDiffers => Results.Count(result => result.PrintedDiffers);
}

/// <summary>The results of a verification.</summary>
/// <param name="Results">The results in the order of the cases.</param>
public sealed record VerificationReport(IReadOnlyList<CaseResult> Results)
{
    /// <summary>How many cases agree.</summary>
    public int Exact => Results.Count(result => result.IsExact);

    /// <summary>How many printed values differ from the exact ones.</summary>
    public int PrintedDiffers => Results.Count(result => result.PrintedDiffers);

    /// <summary>The cases that deviate.</summary>
    public IEnumerable<CaseResult> Failed => Results.Where(result => !result.IsExact);

    /// <summary>The results by topic, in the order in which topics first occur.</summary>
    public IReadOnlyList<TopicResult> Topics => [.. Results.GroupBy(result => result.Case.Topic).Select(group => new TopicResult(group.Key, [.. group]))];
}
