using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// As <see cref="BiasActivation{TKernel}"/>, for activations that keep their slopes. A type of its own: with both formulas in one
/// method the compiler inlines neither.
/// </summary>
/// <param name="bias">The bias.</param>
/// <param name="kernel">The activation.</param>
/// <param name="slopes">Where the slopes are kept.</param>
/// <param name="slopeStride">Distance between the kept rows.</param>
internal readonly unsafe struct BiasActivationSlope<TKernel>(Bias bias, TKernel kernel, float* slopes, nint slopeStride) : IEpilogue
    where TKernel : unmanaged, IUnaryKernel
{
    private readonly Bias bias = bias;
    private readonly float* slopes = slopes;
    private readonly nint slopeStride = slopeStride;
    private readonly TKernel kernel = kernel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> sums, int row, int column, int count)
    {
        Vector512<float> value = kernel.ValueAndSlope(bias.AddTo(sums, row, column, count), out Vector512<float> slope);
        PartialVector.Store(slopes + row * slopeStride + column, slope, count);
        return value;
    }
}
