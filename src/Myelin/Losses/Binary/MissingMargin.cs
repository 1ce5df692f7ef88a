using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Losses;

/// <summary>What a score s lacks of the margin 1 on the side of its target: max(0, 1 - t s) with t = 2 y - 1.</summary>
internal readonly struct MissingMargin
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MissingMargin(Vector512<float> score, Vector512<float> target)
    {
        Vector512<float> side = (target + target) - Vector512<float>.One;
        Vector512<float> missing = Vector512.FusedMultiplyAdd(-side, score, Vector512<float>.One);
        Value = Vector512.Max(missing, Vector512<float>.Zero);
        Vector512<float> slope = Vector512.ConditionalSelect(Vector512.Equals(missing, missing), -side, missing);
        Slope = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(missing, Vector512<float>.Zero), Vector512<float>.Zero, slope);
    }

    /// <summary>max(0, 1 - t s).</summary>
    internal Vector512<float> Value { get; }

    /// <summary>-t where 1 - t s > 0, else 0.</summary>
    internal Vector512<float> Slope { get; }
}
