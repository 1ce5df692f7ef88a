using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>The loop of elementwise losses: value and scaled derivative in one pass.</summary>
internal static class PairLoop
{
    [MethodImpl(HotLoop.Options)]
    internal static void Evaluate<TKernel>(TKernel kernel, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float scale, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel
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
            Lanes.Store(kernel.Evaluate(Lanes.Load(ref p, i), Lanes.Load(ref t, i), out Vector512<float> slope), ref v, i);
            Lanes.Store(slope * factor, ref d, i);
        }

        int rest = (int)i;
        if (rest < prediction.Length) EvaluateRest(kernel, prediction[rest..], target[rest..], factor, value[rest..], derivative[rest..]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EvaluateRest<TKernel>(TKernel kernel, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Vector512<float> factor, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel
    {
        Lanes.StorePart(kernel.Evaluate(Lanes.LoadPart(prediction), Lanes.LoadPart(target), out Vector512<float> slope), value);
        Lanes.StorePart(slope * factor, derivative);
    }
}
