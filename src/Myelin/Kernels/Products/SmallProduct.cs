namespace Myelin.Kernels;

/// <summary>
/// Products of a few elements, element by element: cutting, packing and tiles cost several times as much as the work itself. The sums
/// are those of <see cref="MatrixMultiply"/> to the bit, since they are shorter than one chunk.
/// </summary>
internal static unsafe class SmallProduct
{
    // From about so many multiply-adds on the register tile is quicker.
    private const int MostWork = 128;

    internal static bool Takes(int rows, int columns, int steps) =>
        steps > 0 && columns <= Storage.Lanes && steps <= MatrixMultiply.ChunkLength && (long)rows * columns * steps <= MostWork;

    internal static void Run<TEpilogue>(MatrixView a, MatrixView b, float* left, float* right, float* c, bool accumulate, in Bias bias, in TEpilogue epilogue)
        where TEpilogue : unmanaged, IEpilogue
    {
        int rows = a.Rows, columns = b.Columns, steps = a.Columns;
        nint aStep = a.ColumnStride, bStep = b.RowStride;
        float* result = c;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++, result++)
            {
                float* x = left + (nint)row * a.RowStride, y = right + (nint)column * b.ColumnStride;
                float sum = 0;
                for (int k = 0; k < steps; k++, x += aStep, y += bStep) sum = MathF.FusedMultiplyAdd(*x, *y, sum);
                if (accumulate) sum = *result + sum;
                *result = bias.AddTo(sum, row, column);
            }
        }

        epilogue.Run(c, 0, rows * columns);
    }
}
