using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>
/// The formula of <see cref="VectorMath.Pow"/>, through float64 because y log₂ x goes up to 150 and would leave its fraction 8 bits
/// short in float32; rounding the result is then the only error that shows.
/// </summary>
internal static class PowerFunction
{
    private const int MantissaBits = 52;
    private const double MantissaRange = 4503599627370496d;
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;

    internal static Vector128<float> Pow(Vector128<float> x, Vector128<float> y)
    {
        Vector128<float> magnitude = Vector128.Abs(x);
        Vector256<double> wide = Exp2(Widen(y) * Log2(Widen(magnitude)));
        Vector128<float> power = Vector128.Narrow(wide.GetLower(), wide.GetUpper());
        // (±1)^±∞ is 1.
        power = Vector128.ConditionalSelect(Vector128.Equals(magnitude, Vector128<float>.One), Vector128<float>.One, power);

        Vector128<float> halfY = y * Vector128.Create(0.5f);
        Vector128<float> whole = Vector128.Equals(Vector128.Floor(y), y);
        Vector128<float> odd = Vector128.AndNot(whole, Vector128.Equals(Vector128.Floor(halfY), halfY));
        power |= x & odd & Vector128.Create(-0f);
        Vector128<float> finiteNegative = Vector128.LessThan(x, Vector128<float>.Zero)
            & Vector128.GreaterThan(x, Vector128.Create(float.NegativeInfinity));
        power = Vector128.ConditionalSelect(Vector128.AndNot(finiteNegative, whole), Vector128.Create(float.NaN), power);

        Vector128<float> always = Vector128.Equals(y, Vector128<float>.Zero) | Vector128.Equals(x, Vector128<float>.One);
        return Vector128.ConditionalSelect(always, Vector128<float>.One, power);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> x) => Vector256.Create(Vector128.WidenLower(x), Vector128.WidenUpper(x));

    /// <summary>log₂ x for x ≥ 0, as n + 2 artanh(s) / ln 2 for x = 2ⁿ m, m from √½ to √2, s = (m - 1) / (m + 1); the series leaves out 2⁻³⁹ of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Log2(Vector256<double> x)
    {
        const long sqrtHalfBits = 0x3FE6A09E667F3BCD;
        const int bias = 1024;
        Vector256<long> biased = (x.AsInt64() + Vector256.Create(((long)bias << MantissaBits) - sqrtHalfBits)) >>> MantissaBits;
        Vector256<double> m = (x.AsInt64() - ((biased - Vector256.Create((long)bias)) << MantissaBits)).AsDouble();
        // The biased exponent behind the leading bits of 2⁵² is 2⁵² plus that exponent.
        Vector256<double> n = (biased | Vector256.Create(MantissaRange).AsInt64()).AsDouble() - Vector256.Create(MantissaRange + bias);

        Vector256<double> s = (m - Vector256<double>.One) / (m + Vector256<double>.One);
        Vector256<double> z = s * s;
        Vector256<double> series = Vector256.Create(2 * Log2E / 13);
        series = Vector256.FusedMultiplyAdd(series, z, Vector256.Create(2 * Log2E / 11));
        series = Vector256.FusedMultiplyAdd(series, z, Vector256.Create(2 * Log2E / 9));
        series = Vector256.FusedMultiplyAdd(series, z, Vector256.Create(2 * Log2E / 7));
        series = Vector256.FusedMultiplyAdd(series, z, Vector256.Create(2 * Log2E / 5));
        series = Vector256.FusedMultiplyAdd(series, z, Vector256.Create(2 * Log2E / 3));
        series = Vector256.FusedMultiplyAdd(series, z, Vector256.Create(2 * Log2E));
        Vector256<double> y = Vector256.FusedMultiplyAdd(series, s, n);

        y = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(double.PositiveInfinity)), y, x);
        return Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<double>.Zero), Vector256.Create(double.NegativeInfinity), y);
    }

    /// <summary>2ˣ = 2ⁿ eʳ for whole n and |r| ≤ ln 2 / 2; the series leaves out 2⁻³² of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Exp2(Vector256<double> x)
    {
        // Adding 1.5 · 2⁵² rounds to a whole number and leaves it, with the exponent's bias, in the low bits of the sum.
        const double shift = 1.5 * MantissaRange + 1023;
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-1000d)), Vector256.Create(1000d));
        Vector256<double> shifted = x + Vector256.Create(shift);
        Vector256<double> r = (x - (shifted - Vector256.Create(shift))) * Vector256.Create(Ln2);
        Vector256<double> y = Vector256.Create(1d / 40320);
        y = Vector256.FusedMultiplyAdd(y, r, Vector256.Create(1d / 5040));
        y = Vector256.FusedMultiplyAdd(y, r, Vector256.Create(1d / 720));
        y = Vector256.FusedMultiplyAdd(y, r, Vector256.Create(1d / 120));
        y = Vector256.FusedMultiplyAdd(y, r, Vector256.Create(1d / 24));
        y = Vector256.FusedMultiplyAdd(y, r, Vector256.Create(1d / 6));
        y = Vector256.FusedMultiplyAdd(y, r, Vector256.Create(1d / 2));
        y = Vector256.FusedMultiplyAdd(y, r, Vector256<double>.One);
        y = Vector256.FusedMultiplyAdd(y, r, Vector256<double>.One);
        return y * (shifted.AsInt64() << MantissaBits).AsDouble();
    }
}
