
using Myelin.Kernels;

namespace Myelin.Operations;

/// <summary>Aᵀ B over some rows of both: what rows of a batch contribute to the gradient of a matrix.</summary>
internal readonly ref struct TransposedProduct(ReadOnlySpan<float> a, int aColumns, ReadOnlySpan<float> b, int bColumns) : IShardTerm
{
    private readonly ReadOnlySpan<float> a = a;
    private readonly ReadOnlySpan<float> b = b;

    public void Compute(int firstRow, int endRow, Span<float> result, bool accumulate)
    {
        int rows = endRow - firstRow;
        var left = new MatrixView(a.Slice(firstRow * aColumns, rows * aColumns), rows, aColumns);
        var right = new MatrixView(b.Slice(firstRow * bColumns, rows * bColumns), rows, bColumns);
        MatrixMultiply.Run(left.Transposed, right, result, accumulate);
    }
}
