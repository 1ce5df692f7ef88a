namespace Myelin.Tables.Columns;

/// <summary>A named column of a table: numbers or text, any cell of which may be missing.</summary>
public abstract class Column
{
    private protected Column(string name) => Name = name;

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Whether a cell is missing.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public abstract bool IsMissing(int row);

    /// <summary>The column's cells as categories: a text column itself, the texts of the numbers otherwise.</summary>
    public abstract TextColumn AsText();

    /// <summary>The rows whose cell is not missing, in order.</summary>
    public int[] PresentRows() => [.. Enumerable.Range(0, Count).Where(row => !IsMissing(row))];
}
