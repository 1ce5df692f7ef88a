using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>The loop of elementwise losses: value and scaled derivative in one pass.</summary>
internal static class PairLoop
{
    internal static void Evaluate<TFunction>(TFunction kernel, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float scale,
        Span<float> value, Span<float> derivative)
        where TFunction : unmanaged, IElementLossFunction => Evaluate(kernel, default(NoLimits), prediction, target, scale, value, derivative);

    /// <summary>The same, and whether predictions or targets may lie outside limits.</summary>
    [MethodImpl(HotLoop.Options)]
    internal static bool Evaluate<TFunction,
        TLimits>(TFunction kernel, TLimits limits, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float scale, Span<float> value,
        Span<float> derivative)
        where TFunction : unmanaged, IElementLossFunction
        where TLimits : unmanaged, IPairLimits
    {
        if (target.Length != prediction.Length || value.Length != prediction.Length || derivative.Length != prediction.Length)
            throw new ArgumentException($"{prediction.Length} predictions, {target.Length} targets, room for {value.Length} values and "
                + $"{derivative.Length} derivatives.");
        ref float p = ref MemoryMarshal.GetReference(prediction);
        ref float t = ref MemoryMarshal.GetReference(target);
        ref float v = ref MemoryMarshal.GetReference(value);
        ref float d = ref MemoryMarshal.GetReference(derivative);
        Vector512<float> factor = Vector512.Create(scale), outside = Vector512<float>.Zero;
        nint i = 0;
        for (; i <= prediction.Length - Lanes.Count; i += Lanes.Count)
        {
            Vector512<float> x = Lanes.Load(ref p, i), y = Lanes.Load(ref t, i);
            outside |= limits.Outside(x, y);
            Lanes.Store(kernel.Evaluate(x, y, out Vector512<float> slope), ref v, i);
            Lanes.Store(slope * factor, ref d, i);
        }

        int rest = (int)i;
        if (rest < prediction.Length) outside |= EvaluateRest(kernel, limits, prediction[rest..], target[rest..], factor, value[rest..], derivative[rest..]);
        return outside.ExtractMostSignificantBits() != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> EvaluateRest<TFunction,
        TLimits>(TFunction kernel, TLimits limits, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Vector512<float> factor,
        Span<float> value, Span<float> derivative)
        where TFunction : unmanaged, IElementLossFunction
        where TLimits : unmanaged, IPairLimits
    {
        Vector512<float> x = Lanes.LoadPart(prediction), y = Lanes.LoadPart(target);
        Lanes.StorePart(kernel.Evaluate(x, y, out Vector512<float> slope), value);
        Lanes.StorePart(slope * factor, derivative);
        return limits.Outside(x, y);
    }
}
