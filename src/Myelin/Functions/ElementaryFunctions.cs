using System.Runtime.CompilerServices;

namespace Myelin.Functions;

/// <summary>The formulas of <see cref="VectorMath"/>, where their contracts stand, over lanes of any width.</summary>
/// <typeparam name="T">The register.</typeparam>
internal static unsafe class ElementaryFunctions<T> where T : unmanaged, ILanes<T>
{
    // ln 2 in two parts; the first has 9 significant bits, so its product with an exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Log2E = 1.44269504f;

    /// <summary>1.5 · 2²³: adding it rounds to a whole number and leaves that number in the low bits of the sum.</summary>
    internal const float RoundingShift = 12582912f;

    // Carries the exponent's bias of 2ⁿ / 2.
    private const float HalfShift = RoundingShift + 126f;
    private const int MantissaBits = 23;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Exp(T x)
    {
        // The shift carries the exponent biases of both factors below.
        const float shift = RoundingShift + 254f;
        x = Clamp(x, -104f, 89f);
        T shifted = T.MultiplyAdd(x, Log2E, shift);
        T r = SubtractMultipleOfLn2(x, shifted - shift);
        T y = T.MultiplyAdd(T.MultiplyAdd(Expm1Tail(r), r, 1f), r, 1f);
        // 2ⁿ in two factors, since n runs from -150 to 128: the first product is exact, so a subnormal result is rounded once.
        T half = T.ShiftRight(shifted, 1);
        return y * T.ShiftLeft(half, MantissaBits) * T.ShiftLeft(T.SubtractBits(shifted, half), MantissaBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Expm1(T x)
    {
        T half = HalfExpm1(Clamp(x, -32f, 89f));
        return WithSignOf(half + half, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Log(T x)
    {
        const float smallestNormal = 1.17549435e-38f, twoTo23 = 8388608f;
        T subnormal = x < smallestNormal;
        T normal = T.Select(subnormal, x * twoTo23, x);
        T exponent = ExponentBits(normal);
        T n = T.BitsToSingle(exponent) - (subnormal & MantissaBits);
        return LogOrLimit(x, 0f, LogOfProduct(n, Mantissa(normal, exponent) - 1f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Log1p(T x)
    {
        const float twoTo25 = 33554432f;
        T sum = x + 1f;
        T exponent = ExponentBits(sum);
        // f = 2⁻ⁿ (1 + x) - 1 from x itself, so that what the sum lost is not missed. From 2²⁵ on it lost nothing that counts, and 2⁻ⁿ may underflow.
        T scale = T.SubtractBits(1f, T.ShiftLeft(exponent, MantissaBits));
        T f = T.Select(x < twoTo25, T.MultiplyAdd(x, scale, scale - 1f), Mantissa(sum, exponent) - 1f);
        return WithSignOf(LogOrLimit(x, -1f, LogOfProduct(T.BitsToSingle(exponent), f)), x);
    }

    /// <summary>tanh |x| = h / (1 + h) with h = (e^|2x| - 1) / 2, which is 1 in float32 from |2x| = 19 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanh(T x)
    {
        T twice = T.Abs(x + x);
        T h = HalfExpm1(T.AtMost(20f, twice));
        return WithSignOf(DivideByOnePlus(h, h), x);
    }

    /// <summary>
    /// tanh x, and its derivative 1 - tanh² x = (1 + tanh |x|) / (1 + h), since 1 - tanh |x| = 1 / (1 + h). From 2¹²⁰ on a power of two is taken out
    /// of h and put back at the end, so that h is finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanh(T x, T* slope)
    {
        const float most = HalfShift + 120f;
        T twice = T.AtMost(110f, T.Abs(x + x));
        T shifted = T.MultiplyAdd(twice, Log2E, HalfShift);
        T held = T.AtMost(most, shifted);
        T h = HalfExpm1(twice, shifted, T.ShiftLeft(held, MantissaBits));
        T divisor = h + 1f, lost = h - (divisor - 1f), reciprocal = (T)1f / divisor;
        T y = Quotient(h, divisor, lost, reciprocal);
        T takenOut = T.ShiftLeft(T.SubtractBits(shifted, held), MantissaBits);
        *slope = T.MultiplyAdd(reciprocal, y, reciprocal) * T.SubtractBits(1f, takenOut);
        // From 10 on, where h is cut off in the other form, both are 1.
        return WithSignOf(y, x);
    }

    /// <summary>eˣ - 1 and eˣ, each half of 2ⁿ in two factors as in <see cref="Exp"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Expm1(T x, T* exponential)
    {
        const float shift = RoundingShift + 253f;
        T clamped = Clamp(x, -104f, 89f);
        T shifted = T.MultiplyAdd(clamped, Log2E, shift);
        T r = SubtractMultipleOfLn2(clamped, shifted - shift);
        T part = T.ShiftRight(shifted, 1);
        T first = T.ShiftLeft(part, MantissaBits), second = T.ShiftLeft(T.SubtractBits(shifted, part), MantissaBits);
        T power = T.MultiplyAdd(Expm1Tail(r) * r, r, r);
        *exponential = (power + 1f) * (first + first) * second;
        T scale = first * second;
        T half = T.MultiplyAdd(scale, power, scale - 0.5f);
        return WithSignOf(half + half, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sigmoid(T x)
    {
        T e = Exp(-T.Abs(x));
        return DivideByOnePlus(T.Select(x < 0f, e, 1f), e);
    }

    /// <summary>e / (1 + e)² = e / (1 + h) with h = e² + 2e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SigmoidDerivative(T x)
    {
        T e = Exp(-T.Abs(x));
        return DivideByOnePlus(e, T.MultiplyAdd(e, e, e + e));
    }

    /// <summary>x / (1 + h) for h ≥ 0, with what the sum and the quotient lose put back; without it tanh is 2.4 ulp off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T DivideByOnePlus(T x, T h)
    {
        T divisor = h + 1f;
        return Quotient(x, divisor, h - (divisor - 1f), (T)1f / divisor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quotient(T x, T divisor, T lost, T reciprocal)
    {
        T y = x * reciprocal;
        T excess = T.MultiplyAdd(y, lost, T.MultiplyAdd(y, divisor, -x));
        return T.MultiplyAdd(-excess, reciprocal, y);
    }

    /// <summary>(eˣ - 1) / 2 for x from -32 to 89: halved, so that 2ⁿ is finite up to the overflow of the whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T HalfExpm1(T x)
    {
        T shifted = T.MultiplyAdd(x, Log2E, HalfShift);
        return HalfExpm1(x, shifted, T.ShiftLeft(shifted, MantissaBits));
    }

    /// <summary>The same from n, which <paramref name="shifted"/> carries, and 2ⁿ / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T HalfExpm1(T x, T shifted, T scale)
    {
        T r = SubtractMultipleOfLn2(x, shifted - HalfShift);
        return T.MultiplyAdd(scale, T.MultiplyAdd(Expm1Tail(r) * r, r, r), scale - 0.5f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SubtractMultipleOfLn2(T x, T n) => T.MultiplyAdd(n, -Ln2Low, T.MultiplyAdd(n, -Ln2High, x));

    /// <summary>(eʳ - 1 - r) / r² for |r| ≤ ln 2 / 2: a minimax polynomial, whose error in eʳ - 1 is 2⁻²⁶ of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Expm1Tail(T r)
    {
        T y = T.MultiplyAdd(1.39765302e-3f, r, 8.36826675e-3f);
        y = T.MultiplyAdd(y, r, 0.0416661538f);
        y = T.MultiplyAdd(y, r, 0.166665301f);
        return T.MultiplyAdd(y, r, 0.5f);
    }

    /// <summary>The bits of the integer n for x = 2ⁿ m with m from √½ to √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExponentBits(T x) => T.ShiftRight(T.SubtractBits(x, 0.707106769f), MantissaBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Mantissa(T x, T exponentBits) => T.SubtractBits(x, T.ShiftLeft(exponentBits, MantissaBits));

    /// <summary>ln(2ⁿ (1 + f)) for f from √½ - 1 to √2 - 1: a minimax polynomial, whose error in ln(1 + f) is 2⁻²⁸ of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogOfProduct(T n, T f)
    {
        T y = T.MultiplyAdd(0.0534974039f, f, -0.109275445f);
        y = T.MultiplyAdd(y, f, 0.121109359f);
        y = T.MultiplyAdd(y, f, -0.125495404f);
        y = T.MultiplyAdd(y, f, 0.14209637f);
        y = T.MultiplyAdd(y, f, -0.16659373f);
        y = T.MultiplyAdd(y, f, 0.200022221f);
        y = T.MultiplyAdd(y, f, -0.250001669f);
        y = T.MultiplyAdd(y, f, 0.333333135f);
        y = T.MultiplyAdd(y, f, -0.5f);
        y = T.MultiplyAdd(n, Ln2Low, y * (f * f));
        return T.MultiplyAdd(n, Ln2High, f + y);
    }

    /// <summary>y where x lies above the pole and is finite; -∞ at the pole, NaN below it, x where it is +∞ or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogOrLimit(T x, float pole, T y)
    {
        y = T.Select(x < float.PositiveInfinity, y, x);
        y = T.Select(T.Equal(x, pole), float.NegativeInfinity, y);
        return T.Select(x < pole, float.NaN, y);
    }

    /// <summary>x held between two limits; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp(T x, float low, float high) => T.AtLeast(low, T.AtMost(high, x));

    /// <summary>y with the sign of x: for odd functions whose zero loses its sign on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T WithSignOf(T y, T x) => T.Select(-0f, x, y);
}
