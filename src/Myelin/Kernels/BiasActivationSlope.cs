using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// As <see cref="BiasActivation{TKernel}"/>, for activations that keep their slopes. A type of its own: with both formulas in one
/// method the compiler inlines neither.
/// </summary>
/// <param name="bias">The biases, or null for none.</param>
/// <param name="axis">Which axis they run along.</param>
/// <param name="kernel">The activation.</param>
/// <param name="slopes">Where the slopes are kept.</param>
/// <param name="slopeStride">Distance between the kept rows.</param>
internal readonly unsafe struct BiasActivationSlope<TKernel>(float* bias, BiasAxis axis, TKernel kernel, float* slopes, nint slopeStride) : IEpilogue
    where TKernel : unmanaged, IUnaryKernel
{
    private readonly float* bias = bias;
    private readonly float* slopes = slopes;
    private readonly nint slopeStride = slopeStride;
    private readonly TKernel kernel = kernel;
    private readonly BiasAxis axis = axis;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> sums, int row, int column, int count)
    {
        if (bias != null) sums += axis == BiasAxis.Rows ? Vector512.Create(bias[row]) : PartialVector.Load(bias + column, count);
        Vector512<float> value = kernel.ValueAndSlope(sums, out Vector512<float> slope);
        PartialVector.Store(slopes + row * slopeStride + column, slope, count);
        return value;
    }
}
