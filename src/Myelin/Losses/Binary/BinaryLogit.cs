using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Losses;

/// <summary>What binary losses compute from a logit z, each from e^-|z| so that nothing overflows or cancels.</summary>
internal readonly struct BinaryLogit
{
    private readonly Vector512<float> z;
    private readonly Vector512<float> exponential;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal BinaryLogit(Vector512<float> z)
    {
        this.z = z;
        exponential = VectorMath.Exp(-Vector512.Abs(z));
        Vector512<float> sum = Vector512<float>.One + exponential;
        Vector512<float> larger = Vector512<float>.One / sum;
        // e / (1 + e), but where e is small the rounding of 1 + e hardly counts.
        Vector512<float> smaller = Vector512.FusedMultiplyAdd(-exponential, exponential / sum, exponential);
        Vector512<float> positive = Vector512.GreaterThanOrEqual(z, Vector512<float>.Zero);
        Probability = Vector512.ConditionalSelect(positive, larger, smaller);
        OtherProbability = Vector512.ConditionalSelect(positive, smaller, larger);
    }

    /// <summary>σ(z).</summary>
    internal Vector512<float> Probability { get; }

    /// <summary>1 - σ(z) = σ(-z).</summary>
    internal Vector512<float> OtherProbability { get; }

    /// <summary>max(z, 0) - z y + ln(1 + e^-|z|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> CrossEntropy(Vector512<float> target) =>
        (Vector512.Max(z, Vector512<float>.Zero) - z * target) + VectorMath.Log1p(exponential);
}
