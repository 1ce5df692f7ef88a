using Myelin.Data;

namespace Myelin.Cli.Datasets;

/// <summary>Reads a source from its first row to its last, some rows at a time.</summary>
internal static class BatchReader
{
    private const int RowsAtOnce = 1024;

    /// <summary>Hands every batch over; it is reused for the next.</summary>
    internal static void ReadAll(IDataSource source, Action<Batch> take)
    {
        var batch = new Batch();
        for (int first = 0; first < source.Count; first += RowsAtOnce)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(RowsAtOnce, source.Count - first))];
            source.Fill(rows, batch);
            take(batch);
        }
    }
}
