using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>
/// What soft-max, log-soft-max and the losses on logits share for one row: with m the largest logit, e_i = exp(x_i - m) and
/// rest = Σ e_i over all places but the largest's. Then Σ e_i = 1 + rest and ln Σ exp x_i = m + ln(1 + rest), accurate even where one class is nearly certain.
/// </summary>
internal readonly struct SoftmaxRow
{
    private SoftmaxRow(float maximum, int argMax, float rest) => (Maximum, ArgMax, Rest) = (maximum, argMax, rest);

    internal float Maximum { get; }

    internal int ArgMax { get; }

    internal float Rest { get; }

    internal float Sum => 1 + Rest;

    /// <summary>Writes e_i for a row of at least one logit. NaN anywhere, or +∞, or only -∞, makes everything NaN.</summary>
    [MethodImpl(HotLoop.Options)]
    internal static SoftmaxRow Compute(ReadOnlySpan<float> logits, Span<float> exponentials)
    {
        float maximum = MaximumOf(logits);
        int argMax = FirstOf(maximum, logits);
        ref float source = ref MemoryMarshal.GetReference(logits);
        ref float target = ref MemoryMarshal.GetReference(exponentials);
        Vector512<float> shift = Vector512.Create(maximum);
        int i = 0;
        for (; i <= logits.Length - Lanes.Count; i += Lanes.Count) Lanes.Store(VectorMath.Exp(Lanes.Load(ref source, i) - shift), ref target, i);
        if (i < logits.Length) Lanes.StorePart(VectorMath.Exp(Lanes.LoadPart(logits[i..]) - shift), exponentials[i..]);
        float largest = exponentials[argMax];
        exponentials[argMax] = 0;
        float rest = Sums.Of(exponentials);
        exponentials[argMax] = largest;
        return new SoftmaxRow(maximum, argMax, float.IsNaN(largest) ? float.NaN : rest);
    }

    [MethodImpl(HotLoop.Options)]
    private static float MaximumOf(ReadOnlySpan<float> x)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        Vector512<float> m0 = Vector512.Create(float.NegativeInfinity), m1 = m0, m2 = m0, m3 = m0;
        int i = 0;
        for (; i <= x.Length - 4 * Lanes.Count; i += 4 * Lanes.Count)
        {
            m0 = Larger(Lanes.Load(ref source, i), m0);
            m1 = Larger(Lanes.Load(ref source, i + Lanes.Count), m1);
            m2 = Larger(Lanes.Load(ref source, i + 2 * Lanes.Count), m2);
            m3 = Larger(Lanes.Load(ref source, i + 3 * Lanes.Count), m3);
        }

        for (; i <= x.Length - Lanes.Count; i += Lanes.Count) m0 = Larger(Lanes.Load(ref source, i), m0);
        if (i < x.Length) m1 = Larger(Lanes.LoadPart(x[i..], float.NegativeInfinity), m1);
        Vector512<float> maximum = Larger(Larger(m0, m1), Larger(m2, m3));
        Vector256<float> eight = Vector256.MaxNative(maximum.GetLower(), maximum.GetUpper());
        Vector128<float> four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        return float.Max(float.Max(four[0], four[1]), float.Max(four[2], four[3]));
    }

    /// <summary>The first place of a value; 0 where it is not there.</summary>
    private static int FirstOf(float value, ReadOnlySpan<float> x)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        Vector512<float> wanted = Vector512.Create(value);
        int i = 0;
        for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
        {
            if (Vector512.EqualsAny(Lanes.Load(ref source, i), wanted)) break;
        }

        for (; i < x.Length; i++)
        {
            if (x[i] == value) return i;
        }

        return 0;
    }

    /// <summary>The larger number. Which one counts where either is NaN depends on the processor; a row with NaN shows it in its exponentials anyway.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Larger(Vector512<float> x, Vector512<float> y) => Vector512.MaxNative(x, y);
}
