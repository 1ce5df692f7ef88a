using System.Globalization;

namespace Myelin.Tables.Columns;

/// <summary>A column of numbers, kept as float32; a missing cell is NaN.</summary>
public sealed class NumericColumn : Column
{
    private readonly float[] values;
    private readonly IReadOnlyDictionary<float, string>? texts;

    /// <summary>Creates a column from its values, which are used, not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values: finite, or NaN for a missing cell.</param>
    /// <param name="risesByOne">Whether the cells, before they were rounded to float32, are whole numbers each one more than the last.</param>
    /// <param name="texts">How the file writes each distinct value, where there are few; null otherwise.</param>
    public NumericColumn(string name, float[] values, bool risesByOne = false, IReadOnlyDictionary<float, string>? texts = null) : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (Array.FindIndex(values, float.IsInfinity) is var row and >= 0)
            throw new ArgumentException($"Row {row} of column '{name}' is infinite; cells are finite, or NaN where missing.", nameof(values));
        (this.values, this.texts, RisesByOne) = (values, texts, risesByOne);
    }

    /// <inheritdoc/>
    public override int Count => values.Length;

    /// <summary>The values, NaN where a cell is missing.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Whether the cells are whole numbers each one more than the last, as identifiers are.</summary>
    public bool RisesByOne { get; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => float.IsNaN(values[row]);

    /// <summary>
    /// The cells as categories, written as the file writes them where it holds few distinct values, else in the shortest form that reads back the
    /// same.
    /// </summary>
    public override TextColumn AsText()
    {
        var names = texts ?? values.Where(float.IsFinite).Distinct().ToDictionary(value => value, value => value.ToString(CultureInfo.InvariantCulture));
        string[] categories = [.. names.Values.Order(StringComparer.Ordinal)];
        var codes = names.ToDictionary(pair => pair.Key, pair => Array.BinarySearch(categories, pair.Value, StringComparer.Ordinal));
        return new TextColumn(Name, categories, Array.ConvertAll(values, value => float.IsNaN(value) ? TextColumn.Missing : codes[value]));
    }
}
