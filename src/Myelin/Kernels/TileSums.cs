using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>How the sums of one chunk of k reach the result.</summary>
internal static unsafe class TileSums
{
    /// <summary>Stores up to 16 columns of sums, after what the result holds and the epilogue were applied.</summary>
    /// <param name="sums">The first of the sums; whole vectors are read.</param>
    /// <param name="sumStride">Distance between their rows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">How many columns, 1 to 16.</param>
    /// <param name="c">The result's element [0, 0].</param>
    /// <param name="stride">Distance between its rows.</param>
    /// <param name="firstRow">The row of the first sum.</param>
    /// <param name="column">The column of the first sum.</param>
    /// <param name="add">Whether the sums are added to what the result holds.</param>
    /// <param name="last">Whether this finishes the sums, so that the epilogue is due.</param>
    /// <param name="epilogue">The epilogue.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Merge<TEpilogue>(
        float* sums, nint sumStride, int rows, int count, float* c, nint stride, int firstRow, int column, bool add, bool last, in TEpilogue epilogue)
        where TEpilogue : unmanaged, IEpilogue
    {
        float* destination = c + firstRow * stride + column;
        for (int row = 0; row < rows; row++, sums += sumStride, destination += stride)
        {
            Vector512<float> sum = Vector512.Load(sums);
            if (add) sum = PartialVector.Load(destination, count) + sum;
            if (last) sum = epilogue.Apply(sum, firstRow + row, column, count);
            PartialVector.Store(destination, sum, count);
        }
    }
}
