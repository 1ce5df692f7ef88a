using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;

namespace Myelin.Losses;

/// <summary>q^γ and its derivative γ q^(γ-1), which both focal losses fade easy rows out with.</summary>
internal static class FocalPower
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Of(Vector512<float> missed, float gamma, out Vector512<float> factor, out Vector512<float> slope)
    {
        // The usual gamma needs no power function, which costs more than the rest of the loss together.
        if (gamma == 2)
        {
            factor = missed * missed;
            slope = missed + missed;
            return;
        }

        factor = VectorMath.Pow(missed, Vector512.Create(gamma));
        slope = gamma == 0 ? Vector512<float>.Zero : gamma * VectorMath.Pow(missed, Vector512.Create(gamma - 1));
        // Below 1 the slope is infinite at q = 0; it is only ever multiplied by the cross-entropy, which is 0 there and wins.
        slope = Vector512.ConditionalSelect(Vector512.Equals(missed, Vector512<float>.Zero), Vector512<float>.Zero, slope);
    }
}
