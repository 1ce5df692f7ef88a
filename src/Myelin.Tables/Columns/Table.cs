using Myelin.Grammar;

namespace Myelin.Tables.Columns;

/// <summary>Rows of named columns, held in memory: what every source of tabular data is read into.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> byName;
    private readonly RowOrigins origins;

    /// <summary>Creates a table from columns.</summary>
    /// <param name="name">What the data is called in messages, usually the file's name.</param>
    /// <param name="columns">One or more columns of the same number of rows, with different names.</param>
    /// <exception cref="ArgumentException">No columns, two of one name, or different numbers of rows.</exception>
    public Table(string name, IReadOnlyList<Column> columns) : this(name, columns, true, [], new RowOrigins()) { }

    internal Table(string name, IReadOnlyList<Column> columns, bool hasHeader, IReadOnlyList<string> warnings, RowOrigins origins)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0) throw new ArgumentException("A table has at least one column.", nameof(columns));
        byName = new Dictionary<string, Column>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column.Count != columns[0].Count)
                throw new ArgumentException($"Column '{column.Name}' has {column.Count} rows, column '{columns[0].Name}' has {columns[0].Count}.",
                    nameof(columns));
            if (!byName.TryAdd(column.Name, column)) throw new ArgumentException($"Two columns are named '{column.Name}'.", nameof(columns));
        }

        (Name, Columns, HasHeader, Warnings, this.origins) = (name, columns, hasHeader, warnings, origins);
    }

    /// <summary>What the data is called in messages.</summary>
    public string Name { get; }

    /// <summary>The columns, in the file's order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Columns[0].Count;

    /// <summary>Whether the names were read from the file.</summary>
    public bool HasHeader { get; }

    /// <summary>What looked odd while reading, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The column of a name, which is compared exactly.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidInputException">No such column; the message holds the nearest name.</exception>
    public Column this[string name] => Find(name) ?? throw new InvalidInputException(
        $"{Name} has no column '{name}'{(Nearest.Hint(name, byName.Keys) is { Length: > 0 } hint ? hint : $"; its columns are {Few(byName.Keys)}")}.");

    /// <summary>The column of a name, or null.</summary>
    /// <param name="name">The name.</param>
    public Column? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Where a row comes from: <c>iris.csv, line 5</c>, or <c>name, row 4</c> for a table that was not read from text.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public string Where(int row) => origins.Where(row) ?? $"{Name}, row {row + 1}";

    /// <summary>A column where only numbers will do.</summary>
    internal NumericColumn Numbers(Column column) => column as NumericColumn ?? throw new InvalidInputException(
        $"{Name}: column '{column.Name}' must hold numbers, but holds "
            + $"text{(column.AsText().Categories is [var text, ..] ? $", such as '{text}'" : "")}; mend its cells.");

    /// <summary>The first few of some names, quoted, and how many more there are.</summary>
    internal static string Few(IReadOnlyCollection<string> names)
    {
        const int shown = 10;
        string text = string.Join(", ", names.Take(shown).Select(name => $"'{name}'"));
        return names.Count > shown ? $"{text} and {names.Count - shown} more" : text;
    }
}
