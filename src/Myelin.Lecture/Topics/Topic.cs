using Myelin.Lecture.Texts;

namespace Myelin.Lecture.Topics;

/// <summary>A topic of the lecture: which cases belong to it, its worked tables, and how to do the same on one's own data.</summary>
/// <param name="Slug">The name that the command takes.</param>
/// <param name="CaseTopics">The topics of the cases that belong to it.</param>
/// <param name="Tables">Computes the tables through the library.</param>
/// <param name="Snippet">The C# that does the same, by the name of its file among the snippets; null where a command alone does.</param>
/// <param name="Commands">The command lines that do the same on a file of one's own, in their order.</param>
public sealed record Topic(string Slug, IReadOnlyList<string> CaseTopics, Func<LectureTexts, IEnumerable<LectureTable>> Tables, string? Snippet,
    params IReadOnlyList<string> Commands)
{
    private static readonly string[] Named = ["--activation", "--loss", "explain"];

    /// <summary>The activation or loss that the first command line names; null where it names none.</summary>
    internal string? Member =>
        Commands[0].Split(' ') is var words && Array.FindIndex(words, word => Named.Contains(word)) is var place and >= 0 ? words[place + 1] : null;
}
