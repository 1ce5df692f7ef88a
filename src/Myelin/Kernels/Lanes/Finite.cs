using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Looks for numbers that are none.</summary>
internal static unsafe class Finite
{
    // The parts of Adam's pass, which reads the same gradients next: each thread then finds its own in its cache.
    private const int PartLength = 1 << 14;

    /// <summary>Whether no element is NaN or infinite.</summary>
    internal static bool All(ReadOnlySpan<float> x)
    {
        if (x.Length <= PartLength) return IsFinite(x);
        bool found = false;
        fixed (float* source = x) Workers.Run(new Part(source, x.Length, &found), (x.Length + PartLength - 1) / PartLength);
        return !found;
    }

    [MethodImpl(HotLoop.Options)]
    private static bool IsFinite(ReadOnlySpan<float> x)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        // x - x is 0 for every finite number, and NaN for the others; NaN stays in a sum.
        Vector512<float> sum = Vector512<float>.Zero, second = sum;
        nint i = 0;
        for (; i <= x.Length - 2 * Lanes.Count; i += 2 * Lanes.Count)
        {
            Vector512<float> a = Lanes.Load(ref source, i), b = Lanes.Load(ref source, i + Lanes.Count);
            sum += a - a;
            second += b - b;
        }

        for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
        {
            Vector512<float> a = Lanes.Load(ref source, i);
            sum += a - a;
        }

        if (i < x.Length)
        {
            Vector512<float> a = Lanes.LoadPart(x[(int)i..]);
            second += a - a;
        }

        return Vector512.EqualsAll(sum + second, Vector512<float>.Zero);
    }

    private readonly struct Part(float* source, int length, bool* found) : IJob
    {
        private readonly float* source = source;
        private readonly bool* found = found;

        public void Run(int part)
        {
            int first = part * PartLength;
            if (!IsFinite(new ReadOnlySpan<float>(source + first, Math.Min(PartLength, length - first)))) *found = true;
        }
    }
}
