using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Where predictions and targets lie that a <see cref="PairLoop"/> reads, or nothing about it.</summary>
internal interface IPairRange<TSelf> where TSelf : unmanaged, IPairRange<TSelf>
{
    /// <summary>The range with some more of them.</summary>
    TSelf With(Vector512<float> prediction, Vector512<float> target);
}

/// <summary>Nobody asks.</summary>
internal readonly struct NoRange : IPairRange<NoRange>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NoRange With(Vector512<float> prediction, Vector512<float> target) => this;
}

/// <summary>The smallest and the largest of them, lane by lane, and 0 where the last vector is not full.</summary>
internal readonly struct PairRange(Vector512<float> lowestPrediction, Vector512<float> highestPrediction, Vector512<float> lowestTarget, Vector512<float> highestTarget) : IPairRange<PairRange>
{
    private readonly Vector512<float> lowestPrediction = lowestPrediction, highestPrediction = highestPrediction, lowestTarget = lowestTarget, highestTarget = highestTarget;

    /// <summary>The range of nothing.</summary>
    internal static PairRange Empty
    {
        get
        {
            Vector512<float> above = Vector512.Create(float.PositiveInfinity), below = Vector512.Create(float.NegativeInfinity);
            return new(above, below, above, below);
        }
    }

    /// <summary>Native minima are one instruction, and take the second where the first is NaN; where they give NaN, <see cref="IsWithin"/> is false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PairRange With(Vector512<float> prediction, Vector512<float> target) => new(
        Vector512.MinNative(prediction, lowestPrediction),
        Vector512.MaxNative(prediction, highestPrediction),
        Vector512.MinNative(target, lowestTarget),
        Vector512.MaxNative(target, highestTarget));

    /// <summary>Whether everything lies inside, surely; false may also come of a NaN or of the rest of the last vector.</summary>
    internal bool IsWithin(float lowestPrediction, float highestPrediction, float lowestTarget, float highestTarget) =>
        Vector512.GreaterThanOrEqualAll(this.lowestPrediction, Vector512.Create(lowestPrediction)) && Vector512.LessThanOrEqualAll(this.highestPrediction, Vector512.Create(highestPrediction))
        && Vector512.GreaterThanOrEqualAll(this.lowestTarget, Vector512.Create(lowestTarget)) && Vector512.LessThanOrEqualAll(this.highestTarget, Vector512.Create(highestTarget));
}
