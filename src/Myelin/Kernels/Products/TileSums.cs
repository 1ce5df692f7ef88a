using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>How the sums of one chunk of k reach the result.</summary>
internal static unsafe class TileSums
{
    /// <summary>Stores up to 16 columns of sums, after what the result holds and the biases were added.</summary>
    /// <param name="sums">The first of the sums; whole vectors are read.</param>
    /// <param name="sumStride">Distance between their rows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">How many columns, 1 to 16.</param>
    /// <param name="c">The result's element of the first sum.</param>
    /// <param name="stride">Distance between the result's rows.</param>
    /// <param name="add">Whether the sums are added to what the result holds.</param>
    /// <param name="rowBias">A bias for each row, or null.</param>
    /// <param name="columnBias">A bias for each column, or null.</param>
    [MethodImpl(HotLoop.Options)]
    internal static void Merge(float* sums, nint sumStride, int rows, int count, float* c, nint stride, bool add, float* rowBias, float* columnBias)
    {
        // Adding -0 changes nothing, not even the sign of a zero.
        Vector512<float> bias = columnBias == null ? Vector512.Create(-0f) : PartialVector.Load(columnBias, count);
        // Where narrow rows follow each other, what a whole vector spills into the next ones is overwritten when these are stored.
        int whole = count == Storage.Lanes ? rows : stride == count && !add ? Math.Max(0, (rows * count - Storage.Lanes) / count + 1) : 0;
        for (int row = 0; row < rows; row++, sums += sumStride, c += stride)
        {
            Vector512<float> sum = Vector512.Load(sums);
            if (add) sum = PartialVector.Load(c, count) + sum;
            if (rowBias != null) bias = Vector512.Create(rowBias[row]);
            sum += bias;
            if (row < whole) sum.Store(c);
            else PartialVector.Store(c, sum, count);
        }
    }
}
