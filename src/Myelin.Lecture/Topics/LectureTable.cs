using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Lecture.Topics;

/// <summary>A worked table: what it shows, headings, and rows.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Headings">A heading for each column.</param>
/// <param name="Rows">The rows, a cell for each column.</param>
public sealed record LectureTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>The table as people see it.</summary>
    internal Table Section => new([.. Headings.Select(heading => Column.OfNumbers(null, heading))], Rows) { Title = Title };

    /// <summary>The table as JSON has it.</summary>
    internal Cell Record => new Cell.Named([("title", Title), ("headings", Cell.Of(Headings)), ("rows", Cell.Of(Rows.Select(Cell.Of)))]);

    /// <summary>A number with at most so many decimals.</summary>
    internal static Cell Text(double value, int decimals = 4) => Cell.UpToDecimals(value, decimals);

    /// <summary>A number that may be very small.</summary>
    internal static Cell Significant(double value) => new Cell.Number(value, NumberFormat.Small);
}
