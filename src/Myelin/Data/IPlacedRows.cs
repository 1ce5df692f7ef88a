namespace Myelin.Data;

/// <summary>A source that knows where its rows come from, as people count: from 1, in a file.</summary>
internal interface IPlacedRows
{
    /// <summary>Where a row comes from, such as <c>iris.csv, line 5</c>; null where it is not known.</summary>
    /// <param name="row">The row of the source, counted from 0.</param>
    string? Where(int row);
}
