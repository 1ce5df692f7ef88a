using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>
/// C = A · B in float32. The bits of an element depend on its row of A, its column of B and their length alone: k is cut into
/// chunks of <see cref="ChunkLength"/>, each chunk is one chain of fused multiply-adds from 0 in order of k, and the chunks' sums
/// are added in order, to C's former value first where the product is accumulated.
/// </summary>
internal static unsafe class MatrixMultiply
{
    /// <summary>The longest chain of fused multiply-adds.</summary>
    internal const int ChunkLength = 256;

    [ThreadStatic]
    private static Storage? transposedSpace;

    /// <summary>C = A · B, or C += A · B.</summary>
    /// <param name="a">M x K.</param>
    /// <param name="b">K x N.</param>
    /// <param name="c">M x N, row by row without gaps; must not overlap the operands.</param>
    /// <param name="accumulate">Whether the product is added to what C holds.</param>
    internal static void Run(MatrixView a, MatrixView b, Span<float> c, bool accumulate = false)
    {
        CheckShapes(a, b, c);
        fixed (float* left = a.Data, right = b.Data, result = c)
        {
            // A narrow result would leave lanes of every vector idle, so its transpose is computed where the operands lie well for it.
            if (!SmallProduct.Takes(a.Rows, b.Columns, a.Columns) && b.Columns < Storage.Lanes && b.Columns < a.Rows && a.RowStride == 1)
                RunTransposed(a, b, left, right, result, accumulate);
            else Run(a, b, left, right, result, accumulate, default, new NoEpilogue());
        }
    }

    /// <summary>C = kernel(A · B + bias).</summary>
    /// <param name="a">M x K.</param>
    /// <param name="b">K x N.</param>
    /// <param name="bias">One value per column or row of C, or empty for none.</param>
    /// <param name="axis">Which of the two.</param>
    /// <param name="kernel">The activation.</param>
    /// <param name="c">M x N, row by row without gaps; must not overlap the operands.</param>
    /// <param name="kept">M x N: receives what the derivative needs, A · B + bias or the slope there; empty: not kept.</param>
    internal static void Run<TFunction>(MatrixView a, MatrixView b, ReadOnlySpan<float> bias, BiasAxis axis, TFunction kernel, Span<float> c,
        Span<float> kept = default)
        where TFunction : unmanaged, IUnaryFunction
    {
        CheckShapes(a, b, c);
        int biases = axis == BiasAxis.Rows ? a.Rows : b.Columns;
        if (!bias.IsEmpty && bias.Length < biases) throw new ArgumentException($"{bias.Length} biases for {biases} {axis}.", nameof(bias));
        if (!kept.IsEmpty && kept.Length < (long)a.Rows * b.Columns)
            throw new ArgumentException($"Room for {kept.Length} elements; {a.Rows} x {b.Columns} are to be kept.", nameof(kept));
        fixed (float* left = a.Data, right = b.Data, result = c, added = bias, keep = kept)
        {
            Run(a, b, left, right, result, accumulate: false, new Bias(added, axis), new ActivationEpilogue<TFunction>(kernel, keep));
        }
    }

    private static void RunTransposed(MatrixView a, MatrixView b, float* left, float* right, float* result, bool accumulate)
    {
        int rows = a.Rows, columns = b.Columns;
        float* transposed = KeptBuffer.Rent(ref transposedSpace, rows * columns);
        if (accumulate) Transpose(result, rows, columns, transposed);
        Run(b.Transposed, a.Transposed, right, left, transposed, accumulate, default, new NoEpilogue());
        Transpose(transposed, columns, rows, result);
    }

    private static void Transpose(float* source, int rows, int columns, float* target)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) target[column * rows + row] = *source++;
        }
    }

    private static void CheckShapes(MatrixView a, MatrixView b, Span<float> c)
    {
        if (a.Columns != b.Rows || c.Length < (long)a.Rows * b.Columns)
            throw new ArgumentException($"A product of {a.Rows} x {a.Columns} and {b.Rows} x {b.Columns} does not fit {c.Length} elements.");
    }

    private static void Run<TEpilogue>(MatrixView a, MatrixView b, float* left, float* right, float* result, bool accumulate, Bias bias, TEpilogue epilogue)
        where TEpilogue : unmanaged, IEpilogue
    {
        if (SmallProduct.Takes(a.Rows, b.Columns, a.Columns))
        {
            SmallProduct.Run(a, b, left, right, result, accumulate, bias, epilogue);
            return;
        }

        var source = new MatrixSource(left, a.RowStride, a.ColumnStride, right, b.RowStride, b.ColumnStride, a.Columns);
        Product.Run(source, a.Rows, b.Columns, a.Columns, result, accumulate, bias, epilogue);
    }
}
