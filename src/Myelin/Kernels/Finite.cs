using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Looks for numbers that are none.</summary>
internal static class Finite
{
    /// <summary>Whether no element is NaN or infinite.</summary>
    [MethodImpl(HotLoop.Options)]
    internal static bool All(ReadOnlySpan<float> x)
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
}
