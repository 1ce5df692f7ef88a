using Myelin.Grammar;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Tables on the output.</summary>
internal static class TextTable
{
    // A longer list of names is of no use on a screen.
    private const int LongestCell = 2000;

    /// <summary>A table with columns of text, and behind them columns of numbers.</summary>
    internal static Grid Of(IEnumerable<string> texts, params IEnumerable<string> numbers)
    {
        Grid table = new Grid().RoundedBorder();
        foreach (string column in texts) table.AddColumn(new TableColumn(new Text(OneLine.Quoted(column))));
        foreach (string column in numbers) table.AddColumn(new TableColumn(new Text(OneLine.Quoted(column))) { NoWrap = true }.RightAligned());
        return table;
    }

    /// <summary>A table of names and what they stand for, without a line of headings.</summary>
    internal static Grid OfFacts() => Of(["", ""]).HideHeaders();

    /// <summary>Writes a table below its title, which may be wider.</summary>
    internal static void Write(this Grid table, IAnsiConsole console, string title)
    {
        console.Write(new Text(OneLine.Clean(title) + "\n"));
        console.Write(table);
    }

    /// <summary>Adds a row of plain text.</summary>
    internal static void AddCells(this Grid table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(OneLine.Quoted(cell, LongestCell))));

    /// <summary>A metric's value, with digits enough to compare; -0 is 0.</summary>
    internal static string Number(double value) => Math.Abs(value) < 10 ? (Math.Round(value, 4) + 0.0).ToString("0.0000") : value.ToString("G6");
}
