using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// What soft-max, log-soft-max and the losses on logits share for one row: with m the largest logit, e_i = exp(x_i - m) and
/// rest = Σ e_i over all places but the largest's. Then Σ e_i = 1 + rest and ln Σ exp x_i = m + ln(1 + rest), accurate even where one class is nearly certain.
/// </summary>
internal readonly struct SoftmaxRow
{
    private SoftmaxRow(float maximum, int argMax, float rest)
    {
        (Maximum, ArgMax, Rest) = (maximum, argMax, rest);
        LogOfSum = VectorMath.Log1p(Vector512.Create(rest)).ToScalar();
    }

    internal float Maximum { get; }

    internal int ArgMax { get; }

    internal float Rest { get; }

    /// <summary>ln Σ exp(x_i - m).</summary>
    internal float LogOfSum { get; }

    internal float Sum => 1 + Rest;

    /// <summary>-ln p of one place.</summary>
    internal float NegativeLogProbability(float logit) => LogOfSum + (Maximum - logit);

    /// <summary>1 - p of one place, without cancellation when p is nearly 1.</summary>
    internal float OtherProbability(int place, ReadOnlySpan<float> exponentials) => place == ArgMax ? Rest / Sum : 1 - exponentials[place] / Sum;

    /// <summary>Writes e_i for a row of at least one logit. NaN anywhere, or +∞, or only -∞, makes everything NaN.</summary>
    internal static SoftmaxRow Compute(ReadOnlySpan<float> logits, Span<float> exponentials)
    {
        float maximum = MaximumOf(logits);
        int argMax = Math.Max(0, logits.IndexOf(maximum));
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

    private static float MaximumOf(ReadOnlySpan<float> x)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        Vector512<float> maximum = Vector512.Create(float.NegativeInfinity);
        int i = 0;
        for (; i <= x.Length - Lanes.Count; i += Lanes.Count) maximum = Vector512.Max(maximum, Lanes.Load(ref source, i));
        if (i < x.Length) maximum = Vector512.Max(maximum, Lanes.LoadPart(x[i..], float.NegativeInfinity));
        Vector256<float> eight = Vector256.Max(maximum.GetLower(), maximum.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return float.Max(float.Max(four[0], four[1]), float.Max(four[2], four[3]));
    }
}
