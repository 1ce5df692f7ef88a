
using Myelin.Kernels;

namespace Myelin.Operations;

/// <summary>The sum over some rows: what rows of a batch contribute to the gradient of a bias.</summary>
internal readonly ref struct RowSum(ReadOnlySpan<float> x, int columns) : IShardTerm
{
    private readonly ReadOnlySpan<float> x = x;

    public void Compute(int firstRow, int endRow, Span<float> result, bool accumulate) =>
        Sums.OverRows(x.Slice(firstRow * columns, (endRow - firstRow) * columns), endRow - firstRow, columns, result, accumulate);
}
