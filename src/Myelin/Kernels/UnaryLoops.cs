using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Value and gradient of a function of one variable over whole spans.</summary>
internal static class UnaryLoops
{
    internal static void Value<TKernel>(TKernel kernel, ReadOnlySpan<float> x, Span<float> y) where TKernel : unmanaged, IUnaryKernel =>
        Elementwise.Map(new ValueMap<TKernel>(kernel), x, y);

    /// <summary>dx = dy · f'(saved), or dx += dy · f'(saved).</summary>
    internal static void Gradient<TKernel>(TKernel kernel, ReadOnlySpan<float> saved, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate) where TKernel : unmanaged, IUnaryKernel
    {
        if (accumulate) Elementwise.Map(new AddGradientMap<TKernel>(kernel), saved, dy, dx, dx);
        else Elementwise.Map(new GradientMap<TKernel>(kernel), saved, dy, dx);
    }

    private readonly struct ValueMap<TKernel>(TKernel kernel) : ILaneMap1 where TKernel : unmanaged, IUnaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => kernel.Value(x);
    }

    private readonly struct GradientMap<TKernel>(TKernel kernel) : ILaneMap2 where TKernel : unmanaged, IUnaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> saved, Vector512<float> dy) => kernel.Derivative(saved) * dy;
    }

    private readonly struct AddGradientMap<TKernel>(TKernel kernel) : ILaneMap3 where TKernel : unmanaged, IUnaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> saved, Vector512<float> dy, Vector512<float> dx) => dx + kernel.Derivative(saved) * dy;
    }
}
