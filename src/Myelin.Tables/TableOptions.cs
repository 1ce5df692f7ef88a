
namespace Myelin.Tables;

/// <summary>What the caller says about a table. Everything has a default: a header, the last column as target, the rest read off the cells.</summary>
public sealed record TableOptions
{
    /// <summary>Whether the first row holds the columns' names, by default true. Without a header columns are named c1, c2, … .</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The column to predict; null takes the last one, and none for clusters and projections.</summary>
    public string? Target { get; init; }

    /// <summary>The task; null reads it off the target's cells.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>The column that holds each row's weight, or null. Weights are finite, 0 or more, and not all 0.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns to take as categories, even where they hold numbers; their cells are kept as text.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns to take as numbers; a cell that is neither a number nor missing is then an error.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>
    /// The columns that a file without a header stands for, in order, or null. A file with exactly one column fewer is taken as the
    /// same file without <see cref="Target"/>.
    /// </summary>
    public IReadOnlyList<string>? ExpectedColumns { get; init; }

    /// <summary>What a column's cells are said to be; null where they are read off.</summary>
    internal ColumnKind? DeclaredKind(string name)
    {
        if (Categorical.Contains(name)) return ColumnKind.Categorical;
        bool isNumber = Numeric.Contains(name) || name == WeightColumn || (name == Target && Task == TaskKind.Regression);
        return isNumber ? ColumnKind.Numeric : null;
    }
}
