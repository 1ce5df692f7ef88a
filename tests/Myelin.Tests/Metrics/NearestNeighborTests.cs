using Myelin.Kernels;
using Myelin.Metrics;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Metrics;

/// <summary>The class of the nearest row, against a search in double precision.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class NearestNeighborTests : IDisposable
{
    private readonly int threads = Workers.Threads;

    public void Dispose() => Workers.Threads = threads;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 3)]
    [InlineData(16, 16)]
    [InlineData(1024, 2)]
    [InlineData(1025, 5)]
    [InlineData(2500, 17)]
    public void The_nearest_row_gives_its_class(int known, int width)
    {
        float[] rows = Samples.Make(known * width, 1), others = Samples.Make(60 * width, 2);
        int[] classes = [.. Enumerable.Range(0, known)];
        int[] expected = [.. others.Chunk(width).Select(row => classes.MinBy(i => Distance(row, rows[(i * width)..((i + 1) * width)])))];
        foreach (int count in (int[])[1, 3])
        {
            Workers.Threads = count;
            Assert.Equal(expected, new NearestNeighbor(rows, classes).Classify(others));
        }

        Assert.Equal(classes, new NearestNeighbor(rows, classes).Classify(rows));
    }

    [Fact]
    public void A_row_is_not_its_own_neighbour_and_the_first_of_equals_counts()
    {
        var neighbors = new NearestNeighbor([0, 10, 10, 11, 1], [5, 6, 7, 8, 9]);
        Assert.Equal([9, 7, 6, 6, 5], neighbors.Classify([0, 10, 10, 11, 1], [0, 1, 2, 3, 4]));
        Assert.Equal([6, 6, 5], neighbors.Classify([10, 10.5f, 0.25f]));
        Assert.Equal([6], neighbors.Classify([float.NaN], [0]));
        Assert.Equal([6, 9], new NearestNeighbor([float.NaN, 2, float.PositiveInfinity, 4], [5, 6, 7, 9]).Classify([1, 100]));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Throws<ArgumentException>(() => new NearestNeighbor([], []));
        Assert.Throws<ArgumentException>(() => new NearestNeighbor([1, 2, 3], [0, 1]));
        var neighbors = new NearestNeighbor([1, 2], [0]);
        Assert.Throws<ArgumentException>(() => neighbors.Classify([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => neighbors.Classify([1, 2], [0, 1]));
        Assert.Contains("no other", Assert.Throws<ArgumentException>(() => neighbors.Classify([1, 2], [0])).Message, StringComparison.Ordinal);
        Assert.Empty(neighbors.Classify([]));
    }

    private static double Distance(float[] x, float[] y) => x.Zip(y, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
}
