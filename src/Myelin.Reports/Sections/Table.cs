using Myelin.Reports.Cells;
using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>A column of a table.</summary>
/// <param name="Key">Its name in JSON; null where it stands in text alone.</param>
/// <param name="Heading">Its heading for people; null where it stands in JSON alone.</param>
/// <param name="IsNumber">Whether it is right-aligned and never broken into lines.</param>
/// <param name="IsUnbroken">Whether it is never broken into lines, though it is text.</param>
public sealed record Column(string? Key, string? Heading, bool IsNumber = false, bool IsUnbroken = false)
{
    /// <summary>A column of text.</summary>
    /// <param name="key">Its name in JSON; null where it stands in text alone.</param>
    /// <param name="heading">Its heading.</param>
    public static Column OfText(string? key, string heading) => new(key, heading);

    /// <summary>A column of numbers.</summary>
    /// <param name="key">Its name in JSON; null where it stands in text alone.</param>
    /// <param name="heading">Its heading.</param>
    public static Column OfNumbers(string? key, string heading) => new(key, heading, IsNumber: true);

    /// <summary>A column of JSON alone.</summary>
    /// <param name="key">Its name.</param>
    public static Column OfJson(string key) => new(key, null);
}

/// <summary>A table: in JSON an array with an object for each row.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with a cell for each column.</param>
public sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Section
{
    /// <summary>How many rows people see, the first ones; JSON has all.</summary>
    public int MostShown { get; init; } = int.MaxValue;

    internal override void Write(JsonReport json)
    {
        json.BeginArray(Key!);
        foreach (IReadOnlyList<Cell> row in Rows)
        {
            json.Begin();
            foreach ((Column column, Cell cell) in Columns.Zip(row))
            {
                if (column.Key is not null) json.Add(column.Key, cell);
            }

            json.End();
        }

        json.EndArray();
    }

    internal override void Write(ITextSurface surface)
    {
        int[] shown = [.. Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Heading is not null)];
        TextColumn[] columns = [.. shown.Select(i => new TextColumn(Columns[i].Heading!, Columns[i].IsNumber, Columns[i].IsUnbroken))];
        surface.Table(new TextTable(Title, columns, [.. Rows.Take(MostShown).Select(row => shown.Select(i => row[i].Text).ToArray())]));
    }
}
