using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Tables on the output.</summary>
internal static class TextTable
{
    /// <summary>A table with a title and columns; those after the first are set to the right unless said otherwise.</summary>
    internal static Grid Of(string title, bool numbers, params IEnumerable<string> columns)
    {
        Grid table = new Grid { Title = new TableTitle(Markup.Escape(title)), ShowRowSeparators = false }.RoundedBorder();
        foreach (string column in columns)
        {
            var heading = new TableColumn(new Text(column)) { NoWrap = numbers };
            table.AddColumn(numbers && table.Columns.Count > 0 ? heading.RightAligned() : heading);
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    internal static void AddCells(this Grid table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    /// <summary>A metric's value, with digits enough to compare.</summary>
    internal static string Number(double value) => Math.Abs(value) < 10 ? value.ToString("0.0000") : value.ToString("G6");
}
