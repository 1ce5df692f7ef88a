using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>The loop of elementwise losses: value and derivative in one pass.</summary>
internal static unsafe class PairLoop
{
    private const int ParallelLength = 1 << 15;
    private const int PartLength = 1 << 13;

    internal static void Evaluate<TKernel>(TKernel kernel, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel
    {
        if (target.Length != prediction.Length || value.Length != prediction.Length || derivative.Length != prediction.Length)
            throw new ArgumentException($"{prediction.Length} predictions, {target.Length} targets, room for {value.Length} values and {derivative.Length} derivatives.");
        if (prediction.Length < ParallelLength)
        {
            EvaluatePart(kernel, prediction, target, value, derivative);
            return;
        }

        fixed (float* p = prediction, t = target, v = value, d = derivative)
        {
            Workers.Run(new Job<TKernel>(kernel, p, t, v, d, prediction.Length), (prediction.Length + PartLength - 1) / PartLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EvaluatePart<TKernel>(TKernel kernel, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> value, Span<float> derivative)
        where TKernel : unmanaged, IPairKernel
    {
        ref float p = ref MemoryMarshal.GetReference(prediction);
        ref float t = ref MemoryMarshal.GetReference(target);
        ref float v = ref MemoryMarshal.GetReference(value);
        ref float d = ref MemoryMarshal.GetReference(derivative);
        nint i = 0;
        for (; i <= prediction.Length - Lanes.Count; i += Lanes.Count)
        {
            Lanes.Store(kernel.Evaluate(Lanes.Load(ref p, i), Lanes.Load(ref t, i), out Vector512<float> slope), ref v, i);
            Lanes.Store(slope, ref d, i);
        }

        int rest = (int)i;
        if (rest == prediction.Length) return;
        Lanes.StorePart(kernel.Evaluate(Lanes.LoadPart(prediction[rest..]), Lanes.LoadPart(target[rest..]), out Vector512<float> last), value[rest..]);
        Lanes.StorePart(last, derivative[rest..]);
    }

    private readonly struct Job<TKernel>(TKernel kernel, float* prediction, float* target, float* value, float* derivative, int length) : IJob
        where TKernel : unmanaged, IPairKernel
    {
        public void Run(int part)
        {
            int start = part * PartLength;
            int count = Math.Min(PartLength, length - start);
            EvaluatePart(kernel, new(prediction + start, count), new(target + start, count), new(value + start, count), new(derivative + start, count));
        }
    }
}
