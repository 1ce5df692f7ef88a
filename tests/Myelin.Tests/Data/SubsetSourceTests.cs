using Myelin.Data;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Data;

public sealed class SubsetSourceTests
{
    private static readonly MemorySource Source = MemorySource.WithTargets(new Shape(2), [0, 1, 10, 11, 20, 21], [0, 1, 2, 3, 4, 5], 2, [5, 6, 7]);

    [Fact]
    public void Its_rows_are_the_chosen_ones()
    {
        var subset = new SubsetSource(Source, [2, 0]);
        Assert.Equal((2, new Shape(2), 0, 2, true), (subset.Count, subset.InputShape, subset.ClassCount, subset.TargetCount, subset.HasWeights));
        var batch = new Batch();
        subset.Fill([1, 0, 0], batch);
        Assert.Equal([0, 1, 20, 21, 20, 21], batch.Inputs.ToArray());
        Assert.Equal([0, 1, 4, 5, 4, 5], batch.Targets.ToArray());
        Assert.Equal([5, 7, 7], batch.Weights.ToArray());
    }

    [Fact]
    public void A_subset_of_a_subset_counts_from_its_own_rows()
    {
        var batch = new Batch();
        new SubsetSource(new SubsetSource(Source, [2, 1, 0]), [0]).Fill([0], batch);
        Assert.Equal([20, 21], batch.Inputs.ToArray());
    }

    [Fact]
    public void It_keeps_its_own_copy_of_the_row_numbers()
    {
        int[] rows = [2];
        var subset = new SubsetSource(Source, rows);
        rows[0] = 0;
        var batch = new Batch();
        subset.Fill([0], batch);
        Assert.Equal([20, 21], batch.Inputs.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Rows_outside_the_source_are_refused(int row) => Assert.Throws<ArgumentOutOfRangeException>(() => new SubsetSource(Source, [0, row]));

    [Fact]
    public void Rows_outside_the_subset_are_refused() => Assert.Throws<IndexOutOfRangeException>(() => new SubsetSource(Source, [2]).Fill([1], new Batch()));
}
