using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Losses;

/// <summary>q^γ and its derivative γ q^(γ-1), which the focal losses fade easy rows out with.</summary>
internal interface IFocalPower
{
    float Gamma { get; }

    void Of(Vector512<float> missed, out Vector512<float> factor, out Vector512<float> slope);
}

/// <summary>
/// The usual γ of 2 needs no power function, which costs more than the rest of the loss together, also where it is only there: a loop that may call
/// it keeps nothing in registers.
/// </summary>
internal readonly struct FocalSquare : IFocalPower
{
    public float Gamma => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Of(Vector512<float> missed, out Vector512<float> factor, out Vector512<float> slope)
    {
        factor = missed * missed;
        slope = missed + missed;
    }
}

/// <summary>Any γ.</summary>
internal readonly struct FocalPower(float gamma) : IFocalPower
{
    public float Gamma => gamma;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Of(Vector512<float> missed, out Vector512<float> factor, out Vector512<float> slope)
    {
        if (gamma == 2)
        {
            default(FocalSquare).Of(missed, out factor, out slope);
            return;
        }

        factor = VectorMath.Pow(missed, Vector512.Create(gamma));
        slope = gamma == 0 ? Vector512<float>.Zero : gamma * VectorMath.Pow(missed, Vector512.Create(gamma - 1));
        // Below 1 the slope is infinite at q = 0; it is only ever multiplied by the cross-entropy, which is 0 there and wins.
        slope = Vector512.ConditionalSelect(Vector512.Equals(missed, Vector512<float>.Zero), Vector512<float>.Zero, slope);
    }
}
