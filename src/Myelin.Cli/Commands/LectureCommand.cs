using System.CommandLine;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Lecture;
using Myelin.Lecture.Texts;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin lecture</c>: the topics of the lecture that Myelin grew out of.</summary>
internal sealed class LectureCommand : MyelinCommand
{
    private readonly LanguageOption language = new();

    internal LectureCommand() : base("lecture", "A lecture on neural networks and loss functions: its topics, numbers and slips.")
    {
        Add(new LectureShowCommand());
        Add(new LectureVerifyCommand());
        Add(new LectureErrataCommand());
        AddSection("Options", language, Json);
        // Without an action the parser would ask for one of the commands inside.
        SetAction(_ => ExitCode.Good);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("List the topics", "myelin lecture"),
        ("Explain one, in Chinese", "myelin lecture show huber --language zh-Hant"),
        ("Recompute every number of the lecture", "myelin lecture verify"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Show(parsed, terminal, LectureReport.OfTopics(new LectureTexts(language.Of(parsed))), Page.WidestText);
        return ExitCode.Good;
    }
}
