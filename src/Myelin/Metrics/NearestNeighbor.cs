
using Myelin.Kernels;

namespace Myelin.Metrics;

/// <summary>
/// Rows with known classes, among which the nearest by Euclidean distance gives other rows their class (k = 1): how an encoder is judged. Every row
/// is compared with every other; the first counts among equally near ones, and a distance that is NaN is farther than all others.
/// </summary>
public sealed class NearestNeighbor
{
    private const int DistancesAtOnce = 1024;
    private const int RowsPerPart = 8;

    private readonly TransposedRows known = new();
    private readonly int[] classes;
    private readonly int width;

    /// <summary>Takes the rows to compare with; they are copied.</summary>
    /// <param name="rows">The rows, one after the other, at least one.</param>
    /// <param name="classes">The class of each.</param>
    /// <exception cref="ArgumentException">No rows, or values that are not as many whole rows as there are classes.</exception>
    public NearestNeighbor(ReadOnlySpan<float> rows, ReadOnlySpan<int> classes)
    {
        if (classes.IsEmpty || rows.Length % classes.Length != 0)
            throw new ArgumentException($"{rows.Length} values are not {classes.Length} whole rows, or there are none; give a class for each row.",
                nameof(rows));
        this.classes = classes.ToArray();
        width = rows.Length / classes.Length;
        known.Set(rows, classes.Length);
    }

    /// <summary>Gives rows the class of their nearest neighbour.</summary>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="own">Where each row stands among the known ones itself, so that it is not its own neighbour; or none.</param>
    /// <returns>A class for each row.</returns>
    /// <exception cref="ArgumentException">Not whole rows, not a place for each, or a place where there is a single known row.</exception>
    public int[] Classify(ReadOnlySpan<float> rows, ReadOnlySpan<int> own = default)
    {
        if (width == 0 || rows.Length % width != 0) throw new ArgumentException($"{rows.Length} values are not whole rows of {width}.", nameof(rows));
        var found = new int[rows.Length / width];
        if (!own.IsEmpty && own.Length != found.Length)
            throw new ArgumentException($"{found.Length} rows need as many places or none, not {own.Length}.", nameof(own));
        if (!own.IsEmpty && known.Count == 1) throw new ArgumentException("A single row has no other as its neighbour; give more rows.", nameof(own));
        Workers.Run(new Part(this, rows.ToArray(), own.ToArray(), found), (found.Length + RowsPerPart - 1) / RowsPerPart);
        return found;
    }

    private int ClassOf(ReadOnlySpan<float> row, int own)
    {
        using Scratch scratch = Scratch.Take(DistancesAtOnce);
        (int nearest, float least) = (own == 0 ? 1 : 0, float.PositiveInfinity);
        for (int first = 0; first < known.Count; first += DistancesAtOnce)
        {
            Span<float> distances = scratch.Span[..Math.Min(DistancesAtOnce, known.Count - first)];
            known.SquaredDistances(row, first, distances);
            for (int i = 0; i < distances.Length; i++)
            {
                if (distances[i] < least && first + i != own) (nearest, least) = (first + i, distances[i]);
            }
        }

        return classes[nearest];
    }

    private readonly struct Part(NearestNeighbor neighbors, float[] rows, int[] own, int[] found) : IJob
    {
        public void Run(int part)
        {
            int width = neighbors.width, last = Math.Min(found.Length, (part + 1) * RowsPerPart);
            for (int row = part * RowsPerPart; row < last; row++)
                found[row] = neighbors.ClassOf(rows.AsSpan(row * width, width), own.Length == 0 ? -1 : own[row]);
        }
    }
}
