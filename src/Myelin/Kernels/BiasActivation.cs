using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// Adds a bias, keeps the result where the activation's derivative needs it, and applies the activation.
/// </summary>
/// <param name="bias">The bias.</param>
/// <param name="kernel">The activation.</param>
/// <param name="inputs">Where the activation's inputs are kept, or null.</param>
/// <param name="inputStride">Distance between the kept rows.</param>
internal readonly unsafe struct BiasActivation<TKernel>(Bias bias, TKernel kernel, float* inputs, nint inputStride) : IEpilogue
    where TKernel : unmanaged, IUnaryKernel
{
    private readonly Bias bias = bias;
    private readonly float* inputs = inputs;
    private readonly nint inputStride = inputStride;
    private readonly TKernel kernel = kernel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> sums, int row, int column, int count)
    {
        sums = bias.AddTo(sums, row, column, count);
        if (inputs != null) PartialVector.Store(inputs + row * inputStride + column, sums, count);
        return kernel.Value(sums);
    }
}
