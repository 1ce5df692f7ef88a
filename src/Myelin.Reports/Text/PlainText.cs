using Myelin.Grammar;
using Myelin.Reports.Sections;

namespace Myelin.Reports.Text;

/// <summary>Text for files and logs: columns are filled up with blanks, and nothing is wrapped.</summary>
/// <param name="output">Where it is written.</param>
public sealed class PlainText(TextWriter output) : ITextSurface
{
    private const string Gap = "  ";

    /// <inheritdoc/>
    public void Table(TextTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Title is not null) output.WriteLine(OneLine.Clean(table.Title));
        IEnumerable<IReadOnlyList<string>> all = table.HasHeadings ? table.Rows.Prepend([.. table.Columns.Select(column => column.Heading)]) : table.Rows;
        string[][] rows = [.. all.Select(row => row.Select(cell => OneLine.Quoted(cell)).ToArray())];
        int[] widths = [.. Enumerable.Range(0, table.Columns.Count).Select(i => rows.Select(row => row[i].Length).DefaultIfEmpty(0).Max())];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, i) => table.Columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }

        output.WriteLine();
    }

    /// <inheritdoc/>
    public void Prose(string? title, IReadOnlyList<string> lines, ProseKind kind)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (title is not null) output.WriteLine(OneLine.Clean(title));
        foreach (string line in lines)
        {
            output.WriteLine((kind == ProseKind.Verbatim ? Gap : "") + OneLine.Clean(line));
            if (kind == ProseKind.Paragraphs) output.WriteLine();
        }
    }
}
