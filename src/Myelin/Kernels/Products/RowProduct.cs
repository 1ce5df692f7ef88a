using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>
/// The product of a single row, with bias and activation: what a prediction of one row is made of. The sums are those of
/// <see cref="MatrixMultiply"/> to the bit; what falls away is cutting, packing and merging, which cost as much as so small a product.
/// </summary>
internal static unsafe class RowProduct
{
    private const int MostColumns = 8 * Storage.Lanes;

    /// <summary>y = kernel(x · W + bias).</summary>
    /// <param name="x">The row.</param>
    /// <param name="weights">x.Length rows of W, each filled up to whole vectors.</param>
    /// <param name="bias">One value a column.</param>
    /// <param name="kernel">The activation.</param>
    /// <param name="y">The result, one value a column.</param>
    [SkipLocalsInit]
    internal static void Run<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, TFunction kernel, Span<float> y)
        where TFunction : unmanaged, IUnaryFunction
    {
        int columns = Storage.RoundUp(y.Length), longest = Math.Min(x.Length, MatrixMultiply.ChunkLength);
        if (weights.Length < (long)x.Length * columns || bias.Length != y.Length)
            throw new ArgumentException($"{weights.Length} weights and {bias.Length} biases for a row of {x.Length} and {y.Length} results.");
        nint* steps = stackalloc nint[MatrixMultiply.ChunkLength];
        for (int k = 0; k < longest; k++) steps[k] = (nint)k * columns;
        float* sums = stackalloc float[2 * MostColumns], totals = sums + MostColumns;
        fixed (float* row = x, matrix = weights, added = bias, result = y)
        {
            for (int column = 0; column < columns;)
            {
                int width = Width(columns - column);
                for (int k = 0; k < x.Length; k += MatrixMultiply.ChunkLength)
                {
                    Multiply(row + k, Math.Min(MatrixMultiply.ChunkLength, x.Length - k), matrix + (nint)k * columns + column, steps, width,
                        k == 0 ? totals : sums);
                    for (int lane = 0; k > 0 && lane < width; lane += Storage.Lanes)
                        (Vector512.Load(totals + lane) + Vector512.Load(sums + lane)).Store(totals + lane);
                }

                for (int lane = 0; lane < width; lane += Storage.Lanes, column += Storage.Lanes)
                {
                    int count = Math.Min(Storage.Lanes, y.Length - column);
                    PartialVector.Store(result + column, kernel.Value(Vector512.Load(totals + lane) + PartialVector.Load(added + column, count)), count);
                }
            }
        }
    }

    private static int Width(int columns) => columns >= RegisterTile.RowColumns ? RegisterTile.RowColumns : Math.Min(columns, RegisterTile.MaxColumns);

    private static void Multiply(float* row, int length, float* matrix, nint* steps, int width, float* sums)
    {
        if (width == RegisterTile.RowColumns) RegisterTile.MultiplyRow(length, row, 1, matrix, steps, sums);
        else RegisterTile.Multiply(1, width > Storage.Lanes, length, row, 0, 1, matrix, matrix + Storage.Lanes, steps, sums);
    }
}
