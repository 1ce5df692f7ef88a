using System.CommandLine;
using System.Text.Json.Nodes;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Lecture.Texts;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin lecture errata</c>: the lecture's slips, and what is right.</summary>
internal sealed class LectureErrataCommand : MyelinCommand
{
    private readonly LanguageOption language = new();

    internal LectureErrataCommand() : base("errata", "List the lecture's slips: the place, what is printed, what is right, and how to see it.") => AddSection("Options", language, Json);

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } = [("All of them", "myelin lecture errata"), ("In Chinese", "myelin lecture errata --language zh-Hant")];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        var texts = new LectureTexts(language.Of(parsed));
        if (parsed.GetValue(Json))
        {
            JsonText.Write(terminal.Output, new JsonObject { ["errata"] = new JsonArray([.. texts.Errata.Select(ToJson)]) });
            return ExitCode.Good;
        }

        var page = new Page(terminal.Output, Page.WidestText);
        foreach (Erratum slip in texts.Errata)
        {
            terminal.Output.WriteLine($"#{slip.Number} {slip.Place}");
            page.Paragraphs([$"{texts.Describe(slip)} {slip.See}"]);
        }

        return ExitCode.Good;
    }

    private static JsonObject ToJson(Erratum slip) => new()
    {
        ["number"] = slip.Number,
        ["topic"] = slip.Topic,
        ["place"] = slip.Place,
        ["printed"] = slip.Printed,
        ["right"] = slip.Right,
        ["see"] = slip.See,
        ["cases"] = JsonText.Texts(slip.Cases),
    };
}
