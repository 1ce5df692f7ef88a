using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Where the predictions and targets that a <see cref="PairLoop"/> reads may lie.</summary>
internal interface IPairLimits
{
    /// <summary>A vector that is negative in each lane that may lie outside.</summary>
    Vector512<float> Outside(Vector512<float> prediction, Vector512<float> target);
}

/// <summary>Anywhere.</summary>
internal readonly struct NoLimits : IPairLimits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Outside(Vector512<float> prediction, Vector512<float> target) => Vector512<float>.Zero;
}

/// <summary>
/// Between two numbers each. The sign of a difference is exact, so no value outside is missed; -0 and NaN, infinities where the limit is one, and the
/// 0 of lanes behind the end may be called outside as well, which whoever asks has to look into.
/// </summary>
internal readonly struct PairLimits(float lowestPrediction, float highestPrediction, float lowestTarget, float highestTarget) : IPairLimits
{
    private readonly Vector512<float> lowestPrediction = Vector512.Create(lowestPrediction), highestPrediction = Vector512.Create(highestPrediction);
    private readonly Vector512<float> lowestTarget = Vector512.Create(lowestTarget), highestTarget = Vector512.Create(highestTarget);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Outside(Vector512<float> prediction, Vector512<float> target) =>
        (prediction - lowestPrediction) | (highestPrediction - prediction) | (target - lowestTarget) | (highestTarget - target);
}
