using System.CommandLine;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin lecture show</c>: one topic, with its numbers worked.</summary>
internal sealed class LectureShowCommand : MyelinCommand
{
    private readonly Argument<string> topic = new("topic") { Description = "A topic, as 'myelin lecture' lists them." };
    private readonly LanguageOption language = new();

    internal LectureShowCommand() : base("show", "Explain a topic: the idea, the formula, the numbers, and how to do it on your own data.")
    {
        Add(topic);
        AddSection("Options", language);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("What an outlier does to three losses", "myelin lecture show huber"),
        ("The same in Chinese", "myelin lecture show huber --language zh-Hant"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Topic asked = TopicCatalog.Find(parsed.GetValue(topic)!);
        var texts = new LectureTexts(language.Of(parsed));
        IAnsiConsole console = terminal.OutputConsole(Page.WidestText);
        var page = new Page(terminal.Output, console.Profile.Width);
        page.Heading(texts.Title(asked.Slug));
        page.Paragraphs(texts.Idea(asked.Slug));
        page.Lines(texts.Label("formula"), LectureTexts.Formula(asked.Slug));
        foreach (LectureTable table in asked.Tables(texts)) Write(console, table);
        page.Lines(texts.Label("notice"), []);
        page.Paragraphs(texts.Notice(asked.Slug));
        page.Paragraphs(texts.Errata.Where(slip => slip.Topic == asked.Slug).Select(slip => $"#{slip.Number} {texts.Describe(slip)}"));
        if (asked.Snippet is not null) page.Lines("C#:", TopicCatalog.Code(asked));
        page.Lines(texts.Label("command"), asked.Commands);
        return ExitCode.Good;
    }

    private static void Write(IAnsiConsole console, LectureTable table)
    {
        Grid grid = TextTable.Of([], table.Headings);
        foreach (IReadOnlyList<string> row in table.Rows) grid.AddCells(row);
        grid.Write(console, table.Title);
        console.WriteLine();
    }
}
