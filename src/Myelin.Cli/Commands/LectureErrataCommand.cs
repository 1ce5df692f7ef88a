using System.CommandLine;
using Myelin.Cli.Options;
using Myelin.Lecture;
using Myelin.Lecture.Texts;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin lecture errata</c>: the lecture's slips, and what is right.</summary>
internal sealed class LectureErrataCommand : MyelinCommand
{
    private readonly LanguageOption language = new();

    internal LectureErrataCommand() : base("errata", "List the lecture's slips: the place, what is printed, what is right, and how to see it.") =>
        AddSection("Options", language, Json);

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
        [("All of them", "myelin lecture errata"), ("In Chinese", "myelin lecture errata --language zh-Hant")];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Show(parsed, terminal, LectureReport.OfErrata(new LectureTexts(language.Of(parsed))));
        return ExitCode.Good;
    }
}
