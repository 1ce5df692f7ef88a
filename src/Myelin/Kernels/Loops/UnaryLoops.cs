using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>Value and gradient of a function of one variable over whole spans.</summary>
internal static class UnaryLoops
{
    internal static void Value<TFunction>(TFunction kernel, ReadOnlySpan<float> x, Span<float> y) where TFunction : unmanaged, IUnaryFunction =>
        Elementwise.Map(new ValueMap<TFunction>(kernel), x, y);

    internal static void ValueAndSlope<TFunction>(TFunction kernel, ReadOnlySpan<float> x, Span<float> y, Span<float> slope)
        where TFunction : unmanaged, IUnaryFunction =>
        Elementwise.MapToTwo(new ValueAndSlopeMap<TFunction>(kernel), x, y, slope);

    /// <summary>dx = dy · f'(saved), or dx += dy · f'(saved).</summary>
    internal static void Gradient<TFunction>(TFunction kernel, ReadOnlySpan<float> saved, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate)
        where TFunction : unmanaged, IUnaryFunction
    {
        if (accumulate) Elementwise.Map(new AddGradientMap<TFunction>(kernel), saved, dy, dx, dx);
        else Elementwise.Map(new GradientMap<TFunction>(kernel), saved, dy, dx);
    }

    /// <summary>dx = dy · f', or dx += that, from what the forward pass has kept: the slopes themselves where the kernel saves them.</summary>
    internal static void GradientOfKept<TFunction>(TFunction kernel, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx,
        bool accumulate = false) where TFunction : unmanaged, IUnaryFunction
    {
        if (TFunction.Saves != Saved.Slope) Gradient(kernel, kept, dy, dx, accumulate);
        else if (accumulate) Elementwise.Map(default(Copy.AddProduct), kept, dy, dx, dx);
        else Elementwise.Map(default(Copy.Product), kept, dy, dx);
    }

    private readonly struct ValueMap<TFunction>(TFunction kernel) : ILaneMap1 where TFunction : unmanaged, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => kernel.Value(x);
    }

    private readonly struct ValueAndSlopeMap<TFunction>(TFunction kernel) : ILaneMap1To2 where TFunction : unmanaged, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, out Vector512<float> slope) => kernel.ValueAndSlope(x, out slope);
    }

    private readonly struct GradientMap<TFunction>(TFunction kernel) : ILaneMap2 where TFunction : unmanaged, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> saved, Vector512<float> dy) => kernel.Derivative(saved) * dy;
    }

    private readonly struct AddGradientMap<TFunction>(TFunction kernel) : ILaneMap3 where TFunction : unmanaged, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> saved, Vector512<float> dy, Vector512<float> dx) => dx + kernel.Derivative(saved) * dy;
    }
}
