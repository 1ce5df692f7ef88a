using Myelin.Data;
using Myelin.Layers;

namespace Myelin.Cli.Datasets;

/// <summary>Reads a source from its first row to its last, some rows at a time.</summary>
internal static class BatchReader
{
    private const int MostRows = 1024;

    /// <summary>Hands every batch over; it is reused for the next.</summary>
    /// <param name="source">The source.</param>
    /// <param name="take">Takes a batch.</param>
    /// <param name="network">The network that predicts the rows, whose memory decides how many are taken at once; null where none does.</param>
    internal static void ReadAll(IDataSource source, Action<Batch> take, Layer? network = null)
    {
        int atOnce = NetworkMemory.RowsAtOnce(network is null ? sizeof(float) * (long)source.InputShape.Count : NetworkMemory.OfRow(network, source.InputShape), MostRows);
        var batch = new Batch();
        for (int first = 0; first < source.Count; first += atOnce)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(atOnce, source.Count - first))];
            source.Fill(rows, batch);
            take(batch);
        }
    }
}
