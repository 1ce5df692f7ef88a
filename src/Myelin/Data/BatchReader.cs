using Myelin.Layers;

namespace Myelin.Data;

/// <summary>Reads a source from its first row to its last, some rows at a time, as many as memory allows (<see cref="NetworkMemory"/>).</summary>
public static class BatchReader
{
    private const int MostRows = 1024;

    /// <summary>Fills a batch with rows.</summary>
    internal delegate void FillRows(ReadOnlySpan<int> rows, Batch batch);

    /// <summary>Reads every row once, in order.</summary>
    /// <param name="source">The source.</param>
    /// <param name="network">The network that predicts the rows, whose memory decides how many are taken at once; null where none does.</param>
    /// <returns>For each part the number of its first row, and its batch, which the next part overwrites.</returns>
    public static IEnumerable<(int First, Batch Batch)> Read(IDataSource source, Layer? network = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        int atOnce = NetworkMemory.RowsAtOnce(network is null ? OfRow(source) : NetworkMemory.OfRow(network, source.InputShape), MostRows);
        return Parts(source, atOnce, source.Fill);
    }

    /// <summary>Reads every row once, in order, by way of somebody who checks what comes.</summary>
    internal static IEnumerable<(int First, Batch Batch)> Read(IDataSource source, FillRows fill) =>
        Parts(source, NetworkMemory.RowsAtOnce(OfRow(source), MostRows), fill);

    private static long OfRow(IDataSource source) => sizeof(float) * ((long)source.InputShape.Count + source.TargetCount);

    private static IEnumerable<(int First, Batch Batch)> Parts(IDataSource source, int atOnce, FillRows fill)
    {
        var batch = new Batch();
        for (int first = 0; first < source.Count; first += atOnce)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(atOnce, source.Count - first))];
            fill(rows, batch);
            yield return (first, batch);
        }
    }
}
