using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>The loop of elementwise losses: value and scaled derivative in one pass.</summary>
internal static class PairLoop
{
    internal static void Evaluate<TKernel>(TKernel kernel, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float scale, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel => Evaluate(kernel, default(NoRange), prediction, target, scale, value, derivative);

    /// <summary>The same, with the range of what was read.</summary>
    [MethodImpl(HotLoop.Options)]
    internal static TRange Evaluate<TKernel, TRange>(TKernel kernel, TRange range, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float scale, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel
        where TRange : unmanaged, IPairRange<TRange>
    {
        if (target.Length != prediction.Length || value.Length != prediction.Length || derivative.Length != prediction.Length)
            throw new ArgumentException($"{prediction.Length} predictions, {target.Length} targets, room for {value.Length} values and {derivative.Length} derivatives.");
        ref float p = ref MemoryMarshal.GetReference(prediction);
        ref float t = ref MemoryMarshal.GetReference(target);
        ref float v = ref MemoryMarshal.GetReference(value);
        ref float d = ref MemoryMarshal.GetReference(derivative);
        Vector512<float> factor = Vector512.Create(scale);
        nint i = 0;
        for (; i <= prediction.Length - Lanes.Count; i += Lanes.Count)
        {
            Vector512<float> x = Lanes.Load(ref p, i), y = Lanes.Load(ref t, i);
            range = range.With(x, y);
            Lanes.Store(kernel.Evaluate(x, y, out Vector512<float> slope), ref v, i);
            Lanes.Store(slope * factor, ref d, i);
        }

        int rest = (int)i;
        return rest < prediction.Length ? EvaluateRest(kernel, range, prediction[rest..], target[rest..], factor, value[rest..], derivative[rest..]) : range;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TRange EvaluateRest<TKernel, TRange>(TKernel kernel, TRange range, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Vector512<float> factor, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel
        where TRange : unmanaged, IPairRange<TRange>
    {
        Vector512<float> x = Lanes.LoadPart(prediction), y = Lanes.LoadPart(target);
        Lanes.StorePart(kernel.Evaluate(x, y, out Vector512<float> slope), value);
        Lanes.StorePart(slope * factor, derivative);
        return range.With(x, y);
    }
}
