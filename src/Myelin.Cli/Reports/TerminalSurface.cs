using Myelin.Grammar;
using Myelin.Reports.Sections;
using Myelin.Reports.Text;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Puts a report on the output: tables with borders, at most so many columns wide, and prose.</summary>
internal sealed class TerminalSurface(Terminal terminal, int widest) : ITextSurface
{
    // A longer list of names is of no use on a screen.
    private const int LongestCell = 2000;

    private readonly IAnsiConsole console = terminal.OutputConsole(widest);

    public void Table(TextTable table)
    {
        Grid grid = new Grid().RoundedBorder();
        foreach (TextColumn column in table.Columns)
        {
            var head = new TableColumn(new Text(OneLine.Quoted(column.Heading))) { NoWrap = column.IsNumber || column.IsUnbroken };
            grid.AddColumn(column.IsNumber ? head.RightAligned() : head);
        }

        if (!table.HasHeadings) grid.HideHeaders();
        foreach (IReadOnlyList<string> row in table.Rows) grid.AddRow(row.Select(cell => new Text(OneLine.Quoted(cell, LongestCell))));
        // A title may be wider than its table.
        if (table.Title is not null) console.Write(new Text(OneLine.Clean(table.Title) + "\n"));
        console.Write(grid);
    }

    public void Prose(string? title, IReadOnlyList<string> lines, ProseKind kind)
    {
        var page = new Page(terminal.Output, Math.Min(Page.WidestText, console.Profile.Width));
        if (kind == ProseKind.Verbatim)
        {
            page.Lines(title ?? "", lines);
            return;
        }

        if (title is not null) terminal.Output.WriteLine(OneLine.Clean(title).TrimEnd());
        switch (kind)
        {
            case ProseKind.Heading:
                foreach (string line in lines) page.Heading(line);
                break;
            case ProseKind.Paragraphs:
                page.Paragraphs(lines);
                break;
            default:
                foreach (string line in lines) terminal.Output.WriteLine(OneLine.Clean(line));
                break;
        }
    }
}
