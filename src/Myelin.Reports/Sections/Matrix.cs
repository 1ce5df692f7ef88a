using Myelin.Reports.Cells;
using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>Numbers by row and column, such as a confusion matrix: in JSON an array of arrays.</summary>
/// <param name="Corner">What stands above the names of the rows.</param>
/// <param name="RowNames">A name for each row.</param>
/// <param name="ColumnNames">A name for each column.</param>
/// <param name="Rows">The cells, row by row.</param>
public sealed record Matrix(string Corner, IReadOnlyList<string> RowNames, IReadOnlyList<string> ColumnNames, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Section
{
    internal override void Write(JsonReport json) => json.Add(Key!, Cell.Of(Rows.Select(Cell.Of)));

    internal override void Write(ITextSurface surface) => surface.Table(new TextTable(
        Title,
        [new TextColumn(Corner, false), .. ColumnNames.Select(name => new TextColumn(name, true))],
        [.. RowNames.Zip(Rows, (name, row) => row.Select(cell => cell.Text).Prepend(name).ToArray())]));
}
