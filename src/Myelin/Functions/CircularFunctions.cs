using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>
/// The formulas of <see cref="VectorMath.Sin"/> and <see cref="VectorMath.Cos"/>, through float64: x less a multiple of π/2 loses all leading digits
/// near a zero, and float32 has none to spare.
/// </summary>
internal static class CircularFunctions
{
    /// <summary>2⁴⁰: beyond it the multiple of π/2 would not be exact.</summary>
    internal const float Largest = 1099511627776f;

    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766e-17;

    /// <summary>sin(x + quarters · π/2).</summary>
    internal static Vector128<float> Sin(Vector128<float> x, long quarters)
    {
        // Adding 1.5 · 2⁵² rounds to a whole number and leaves it in the low bits of the sum.
        const double shift = 1.5 * 4503599627370496d;
        Vector128<float> held = Vector128.Min(Vector128.Max(x, Vector128.Create(-Largest)), Vector128.Create(Largest));
        Vector256<double> wide = Vector256.Create(Vector128.WidenLower(held), Vector128.WidenUpper(held));
        Vector256<double> shifted = Vector256.FusedMultiplyAdd(wide, Vector256.Create(1 / HalfPi), Vector256.Create(shift));
        Vector256<double> multiple = shifted - Vector256.Create(shift);
        Vector256<double> r = Vector256.FusedMultiplyAdd(-multiple, Vector256.Create(HalfPi), wide);
        r = Vector256.FusedMultiplyAdd(-multiple, Vector256.Create(HalfPiRest), r);
        Vector256<long> quadrant = shifted.AsInt64() + Vector256.Create(quarters);
        Vector256<double> isOdd = Vector256.Equals(quadrant & Vector256<long>.One, Vector256<long>.One).AsDouble();
        Vector256<double> sign = ((quadrant & Vector256.Create(2L)) << 62).AsDouble();
        Vector256<double> y = Vector256.ConditionalSelect(isOdd, CosOfPart(r), SinOfPart(r)) ^ sign;
        Vector128<float> narrow = Vector128.Narrow(y.GetLower(), y.GetUpper());
        return Vector128.ConditionalSelect(Vector128.Equals(Vector128.Abs(x), Vector128.Create(float.PositiveInfinity)), Vector128.Create(float.NaN), narrow);
    }

    /// <summary>sin r for |r| ≤ π/4; the series leaves out 2⁻³⁷ of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SinOfPart(Vector256<double> r)
    {
        Vector256<double> z = r * r;
        Vector256<double> y = Vector256.Create(-1d / 39916800);
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(1d / 362880));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(-1d / 5040));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(1d / 120));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(-1d / 6));
        return r * Vector256.FusedMultiplyAdd(y, z, Vector256<double>.One);
    }

    /// <summary>cos r for |r| ≤ π/4; the series leaves out 2⁻⁴¹ of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> CosOfPart(Vector256<double> r)
    {
        Vector256<double> z = r * r;
        Vector256<double> y = Vector256.Create(1d / 479001600);
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(-1d / 3628800));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(1d / 40320));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(-1d / 720));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(1d / 24));
        y = Vector256.FusedMultiplyAdd(y, z, Vector256.Create(-1d / 2));
        return Vector256.FusedMultiplyAdd(y, z, Vector256<double>.One);
    }
}
