using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Passing elements on: overwriting, adding, scaling.</summary>
internal static class Copy
{
    /// <summary>y = x, or y += x.</summary>
    internal static void To(ReadOnlySpan<float> x, Span<float> y, bool accumulate)
    {
        if (accumulate) Elementwise.Map(new Sum(), y, x, y);
        else x.CopyTo(y);
    }

    /// <summary>y = factor · x, or y += factor · x.</summary>
    internal static void Scaled(ReadOnlySpan<float> x, float factor, Span<float> y, bool accumulate)
    {
        if (accumulate) Elementwise.Map(new AddScaled(factor), y, x, y);
        else Elementwise.Map(new Scale(factor), x, y);
    }

    /// <summary>a w, and 0 where the weight w is 0, also for an infinite a.</summary>
    internal readonly struct Weighted : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> w) =>
            Vector512.ConditionalSelect(Vector512.Equals(w, Vector512<float>.Zero), Vector512<float>.Zero, a * w);
    }

    internal readonly struct Sum : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a + b;
    }

    internal readonly struct Product : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a * b;
    }

    internal readonly struct AddProduct : ILaneMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> c) => c + a * b;
    }

    private readonly struct Scale(float factor) : ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a) => a * factor;
    }

    private readonly struct AddScaled(float factor) : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a + b * factor;
    }
}
