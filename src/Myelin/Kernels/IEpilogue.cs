using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>What is done to each finished sum of a product, once, before it is stored.</summary>
internal interface IEpilogue
{
    /// <param name="sums">Neighbours in one row of the product.</param>
    /// <param name="row">Their row.</param>
    /// <param name="column">The column of the first lane.</param>
    /// <param name="count">How many lanes count, 1 to 16; the others may hold anything.</param>
    Vector512<float> Apply(Vector512<float> sums, int row, int column, int count);
}
