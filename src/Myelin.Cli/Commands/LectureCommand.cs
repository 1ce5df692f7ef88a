using System.CommandLine;
using System.Text.Json.Nodes;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;
using Grid = Spectre.Console.Table;

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
        var texts = new LectureTexts(language.Of(parsed));
        if (parsed.GetValue(Json))
        {
            var topics = new JsonArray([.. TopicCatalog.All.Select(topic => new JsonObject { ["topic"] = topic.Slug, ["title"] = texts.Title(topic.Slug) })]);
            JsonText.Write(terminal.Output, new JsonObject { ["topics"] = topics });
            return ExitCode.Good;
        }

        Grid table = TextTable.Of([texts.Term("topic"), ""]);
        foreach (Topic topic in TopicCatalog.All) table.AddCells(topic.Slug, texts.Title(topic.Slug));
        terminal.OutputConsole(Page.WidestText).Write(table);
        terminal.Output.WriteLine("myelin lecture show <topic>");
        return ExitCode.Good;
    }
}
