using System.CommandLine;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Lecture;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin lecture show</c>: one topic, with its numbers worked.</summary>
internal sealed class LectureShowCommand : MyelinCommand
{
    private readonly Argument<string> topic = new("topic") { Description = "A topic, as 'myelin lecture' lists them." };
    private readonly LanguageOption language = new();

    internal LectureShowCommand() : base("show", "Explain a topic: the idea, the formula, the numbers, and how to do it on your own data.")
    {
        Add(topic);
        AddSection("Options", language, Json);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("What an outlier does to three losses", "myelin lecture show huber"),
        ("The same in Chinese", "myelin lecture show huber --language zh-Hant"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Topic asked = TopicCatalog.Find(parsed.GetValue(topic)!);
        Show(parsed, terminal, LectureReport.OfTopic(asked, new LectureTexts(language.Of(parsed))), Page.WidestText);
        return ExitCode.Good;
    }
}
