using System.CommandLine;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Grammar;
using Myelin.Lecture;
using Myelin.Lecture.Cases;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin lecture verify</c>: recomputes the numbers of the lecture, or a table of cases of one's own.</summary>
internal sealed class LectureVerifyCommand : MyelinCommand
{
    private readonly Option<string?> topic = Text("--topic", "name", "Only the cases of one topic.");
    private readonly Option<string?> cases = Text("--cases", "file", "A table of cases of your own, in the form of the lecture's, in place of it.");
    private readonly LanguageOption language = new();

    internal LectureVerifyCommand() : base("verify", "Recompute every number of the lecture, exactly and by the library.") =>
        AddSection("Options", topic, cases, language, Json);

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Every number", "myelin lecture verify"),
        ("One topic", "myelin lecture verify --topic cross-entropy"),
        ("Numbers of your own", "myelin lecture verify --cases my-cases.json"),
    ];

    internal override string Remarks =>
        "A case agrees when the double-precision reference meets its expected value within its tolerance, and the float32 library meets the "
            + "reference by the accuracy rule. The exit code is 1 when a case does not agree.";

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        IReadOnlyList<LectureCase> all = parsed.GetValue(cases) is { } path ? CaseFile.Read(path) : CaseFile.Lecture;
        VerificationReport report = Verification.Run(Chosen(all, parsed.GetValue(topic)));
        Show(parsed, terminal, LectureReport.OfVerification(report, new LectureTexts(language.Of(parsed))), Page.WidestText);
        if (!parsed.GetValue(Json))
        {
            foreach (CaseResult failed in report.Failed) terminal.Error.WriteLine($"{failed.Case.Id}: {string.Join("; ", failed.Wrong)}");
        }

        return report.Exact == report.Results.Count ? ExitCode.Good : ExitCode.CheckFailed;
    }

    private static IEnumerable<LectureCase> Chosen(IReadOnlyList<LectureCase> all, string? name)
    {
        if (name is null) return all;
        IReadOnlyList<string> topics = TopicCatalog.All.FirstOrDefault(topic => topic.Slug == name)?.CaseTopics ?? [name];
        LectureCase[] chosen = [.. all.Where(item => topics.Contains(item.Topic))];
        if (chosen.Length > 0) return chosen;
        string[] known = [.. TopicCatalog.All.Where(topic => topic.CaseTopics.Any(inner => all.Any(item => item.Topic == inner))).Select(topic => topic.Slug)];
        throw new InvalidInputException($"No case belongs to the topic '{name}'{Nearest.Hint(name, known)}; topics with cases are {string.Join(", ", known)}.");
    }
}
