using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Losses;

/// <summary>What losses from the probability p of class 1 share: cross-entropy against a target y from 0 to 1, with 0 log 0 = 0.</summary>
internal readonly struct BinaryProbability
{
    private readonly Vector512<float> p;
    private readonly Vector512<float> target;
    private readonly Vector512<float> other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal BinaryProbability(Vector512<float> prediction, Vector512<float> target)
    {
        Vector512<float> inside = Vector512.GreaterThanOrEqual(prediction, Vector512<float>.Zero) & Vector512.LessThanOrEqual(prediction, Vector512<float>.One);
        p = Vector512.ConditionalSelect(inside, prediction, Vector512.Create(float.NaN));
        this.target = target;
        other = Vector512<float>.One - target;
    }

    /// <summary>The probability missed, (1 - p) y + p (1 - y).</summary>
    internal Vector512<float> Missed => (Vector512<float>.One - p) * target + p * other;

    /// <summary>The derivative of <see cref="Missed"/>, 1 - 2 y.</summary>
    internal Vector512<float> MissedSlope => other - target;

    /// <summary>Weights for the two classes, by the target's shares of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Weight(Vector512<float> target, float positive, float negative) =>
        target * positive + (Vector512<float>.One - target) * negative;

    /// <summary>-y ln p - (1 - y) ln(1 - p).</summary>
    internal Vector512<float> CrossEntropy
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => -(Share(target, target * VectorMath.Log(p)) + Share(other, other * VectorMath.Log1p(-p)));
    }

    /// <summary>f (-y / p + (1 - y) / (1 - p)). The factor comes first, so that it may keep a quotient finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> CrossEntropySlope(Vector512<float> factor) =>
        Share(other, factor * other / (Vector512<float>.One - p)) - Share(target, factor * target / p);

    // A share of 0 makes 0 of an infinity, and keeps NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Share(Vector512<float> share, Vector512<float> part) =>
        Vector512.ConditionalSelect(Vector512.Equals(share, Vector512<float>.Zero) & Vector512.Equals(p, p), Vector512<float>.Zero, part);
}
