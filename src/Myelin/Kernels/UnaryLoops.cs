using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Value and gradient of a function of one variable over whole spans.</summary>
internal static class UnaryLoops
{
    internal static void Value<TKernel>(TKernel kernel, ReadOnlySpan<float> x, Span<float> y) where TKernel : unmanaged, IUnaryKernel =>
        Elementwise.Map(new ValueMap<TKernel>(kernel), x, y);

    internal static void ValueAndSlope<TKernel>(TKernel kernel, ReadOnlySpan<float> x, Span<float> y, Span<float> slope) where TKernel : unmanaged, IUnaryKernel =>
        Elementwise.MapToTwo(new ValueAndSlopeMap<TKernel>(kernel), x, y, slope);

    /// <summary>dx = dy · f'(saved), or dx += dy · f'(saved).</summary>
    internal static void Gradient<TKernel>(TKernel kernel, ReadOnlySpan<float> saved, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate) where TKernel : unmanaged, IUnaryKernel
    {
        if (accumulate) Elementwise.Map(new AddGradientMap<TKernel>(kernel), saved, dy, dx, dx);
        else Elementwise.Map(new GradientMap<TKernel>(kernel), saved, dy, dx);
    }

    /// <summary>dx = dy · f', or dx += that, from what the forward pass has kept: the slopes themselves where the kernel saves them.</summary>
    internal static void GradientOfKept<TKernel>(TKernel kernel, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate = false) where TKernel : unmanaged, IUnaryKernel
    {
        if (TKernel.Saves != Saved.Slope) Gradient(kernel, kept, dy, dx, accumulate);
        else if (accumulate) Elementwise.Map(default(Copy.AddProduct), kept, dy, dx, dx);
        else Elementwise.Map(default(Copy.Product), kept, dy, dx);
    }

    private readonly struct ValueMap<TKernel>(TKernel kernel) : ILaneMap1 where TKernel : unmanaged, IUnaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => kernel.Value(x);
    }

    private readonly struct ValueAndSlopeMap<TKernel>(TKernel kernel) : ILaneMap1To2 where TKernel : unmanaged, IUnaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, out Vector512<float> slope) => kernel.ValueAndSlope(x, out slope);
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
