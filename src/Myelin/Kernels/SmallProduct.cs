using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// Products of a few elements, element by element: cutting, packing and tiles cost several times as much as the work itself. The sums
/// are those of <see cref="MatrixMultiply"/> to the bit, since they are shorter than one chunk.
/// </summary>
internal static unsafe class SmallProduct
{
    // From about so many multiply-adds on the register tile is quicker.
    private const int MostWork = 128;

    internal static bool Takes(int rows, int columns, int steps) => steps > 0 && columns <= Storage.Lanes && steps <= MatrixMultiply.ChunkLength && (long)rows * columns * steps <= MostWork;

    [SkipLocalsInit]
    internal static void Run<TEpilogue>(MatrixView a, MatrixView b, float* left, float* right, float* c, bool accumulate, in TEpilogue epilogue)
        where TEpilogue : unmanaged, IEpilogue
    {
        int rows = a.Rows, columns = b.Columns, steps = a.Columns;
        float* sums = stackalloc float[MostWork * Storage.Lanes];
        nint aStep = a.ColumnStride, bStep = b.RowStride;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float* x = left + (nint)row * a.RowStride, y = right + (nint)column * b.ColumnStride;
                float sum = 0;
                for (int k = 0; k < steps; k++, x += aStep, y += bStep) sum = MathF.FusedMultiplyAdd(*x, *y, sum);
                sums[row * Storage.Lanes + column] = accumulate ? c[row * columns + column] + sum : sum;
            }
        }

        // A pass of its own: a vector that is loaded right after its elements were stored has to wait for them. Lanes behind the columns hold anything, and are not stored.
        for (int row = 0; row < rows; row++, sums += Storage.Lanes, c += columns)
            PartialVector.Store(c, epilogue.Apply(Vector512.Load(sums), row, 0, columns), columns);
    }
}
