using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>The biases of a product's rows or columns.</summary>
/// <param name="values">The biases, or null for none.</param>
/// <param name="axis">Which axis they run along.</param>
internal readonly unsafe struct Bias(float* values, BiasAxis axis)
{
    private readonly float* values = values;

    /// <summary>Adds the biases of up to 16 neighbouring columns of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> AddTo(Vector512<float> sums, int row, int column, int count) =>
        values == null ? sums : sums + (axis == BiasAxis.Rows ? Vector512.Create(values[row]) : PartialVector.Load(values + column, count));
}
