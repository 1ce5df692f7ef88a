using System.Runtime.CompilerServices;
using Myelin.Functions;

namespace Myelin.Random;

/// <summary>Standard normal numbers from pairs of uniform ones: √(-2 ln(1 - u)) cos 2πv, with the sine for every other lane. Box and Muller 1958.</summary>
/// <typeparam name="T">The register.</typeparam>
internal static class BoxMuller<T> where T : unmanaged, ILanes<T>
{
    /// <summary>One normal number a lane.</summary>
    /// <param name="u">Uniform in [0, 1), a multiple of 2⁻²⁴, so that 1 - u is exact and positive.</param>
    /// <param name="v">Uniform in [0, 1), a multiple of 2⁻²⁴.</param>
    /// <param name="quarters">Quarter turns to go back: 0 for the cosine, 1 for the sine.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Normal(T u, T v, T quarters) =>
        T.Sqrt(ElementaryFunctions<T>.Log(1f - u) * -2f) * CosineOfQuarters(v * 4f - quarters);

    /// <summary>cos(πx/2) for |x| ≤ 4, from a whole number of quarters and a rest f with |f| ≤ ½; minimax polynomials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosineOfQuarters(T x)
    {
        const float shift = ElementaryFunctions<T>.RoundingShift;
        T shifted = x + shift;
        T f = x - (shifted - shift);
        T z = f * f;

        T cosine = T.MultiplyAdd(8.93572578e-4f, z, -0.0208552536f);
        cosine = T.MultiplyAdd(cosine, z, 0.253668517f);
        cosine = T.MultiplyAdd(cosine, z, -1.23370051f);
        cosine = T.MultiplyAdd(cosine, z, 1f);

        T sine = T.MultiplyAdd(-4.68597142e-3f, z, 0.079712525f);
        sine = T.MultiplyAdd(sine, z, -0.645966649f);
        sine = T.MultiplyAdd(sine, z, 1.57079637f) * f;

        // By quarters: cos f, -sin f, -cos f, sin f.
        T odd = Bit(shifted, 0);
        T negative = Bit(shifted + 1f, 1);
        T y = T.Select(odd, sine, cosine);
        return T.Select(negative, -y, y);
    }

    /// <summary>One bit of the pattern, as a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Bit(T x, int position) => T.ShiftRight(T.ShiftLeft(x, 31 - position), 31);
}
