namespace Myelin.Tables.Columns;

/// <summary>Where a cell stands, for messages: <c>iris.csv, line 5</c>.</summary>
/// <param name="Source">The file, or what the data is called.</param>
/// <param name="Unit">What is counted there: lines or rows.</param>
/// <param name="Number">Which one, counted from 1.</param>
internal readonly record struct CellPlace(string Source, string Unit, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}, {Unit} {Number}";
}
