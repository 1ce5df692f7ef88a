using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>Sums along one axis, by the fixed order of <see cref="Sums"/>.</summary>
internal static class AxisSum
{
    /// <summary>result = the sum of x along an axis, whose size becomes 1.</summary>
    internal static void Run(ReadOnlySpan<float> x, Shape shape, int axis, Span<float> result)
    {
        int inner = shape.CountBehind(axis), size = shape[axis];
        int block = inner * size;
        if (result.Length == 0) return;
        for (int outer = 0; outer < result.Length / inner; outer++)
        {
            ReadOnlySpan<float> source = x.Slice(outer * block, block);
            if (inner == 1) result[outer] = Sums.Of(source);
            else Sums.OverRows(source, size, inner, result.Slice(outer * inner, inner), accumulate: false);
        }
    }
}
