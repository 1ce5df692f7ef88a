using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Activations;

/// <summary>What the exponential linear units share: y = λ x for x &gt; 0, else c (eˣ - 1), with the slopes λ and c eˣ.</summary>
internal static class ExponentialUnit
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Value(Vector512<float> x, float scale, float negativeScale) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x * scale, VectorMath.Expm1(x) * negativeScale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> ValueAndSlope(Vector512<float> x, float scale, float negativeScale, out Vector512<float> slope)
    {
        Vector512<float> positive = Vector512.GreaterThan(x, Vector512<float>.Zero),
            below = VectorMath.Expm1(x, out Vector512<float> exponential) * negativeScale;
        slope = Vector512.ConditionalSelect(positive, Vector512.Create(scale), exponential * negativeScale);
        return Vector512.ConditionalSelect(positive, x * scale, below);
    }
}
