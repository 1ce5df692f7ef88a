using System.Numerics;

namespace Myelin.Tests.Functions;

/// <summary>
/// Elementary functions by their power series in whole numbers of 2⁻²⁴⁰, or of 2⁻¹⁴⁰⁰ where results are as small as 2⁻¹⁰⁷⁵: an independent reference
/// with digits to spare.
/// </summary>
internal static class ExactFunctions
{
    private const int Bits = 240;
    private const int MoreBits = 1400;
    private const int Halvings = 24;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = 2 * ArtanhSeries(One / 3);
    private static readonly BigInteger HalfPi = 3 * ArcSineSeries(One / 2);

    /// <summary>By how many units in the last place a value is off eˣ.</summary>
    internal static double ExpError(double x, double value)
    {
        // Taken from x / 2²⁴, whose power is then squared 24 times.
        BigInteger r = Fixed(Math.Abs(x), Bits + 64) >> (64 + Halvings), sum = One, term = One;
        for (int n = 1; !term.IsZero; n++) sum += term = (term * r >> Bits) / n;
        for (int i = 0; i < Halvings; i++) sum = sum * sum >> Bits;
        return Error(value, x < 0 ? (BigInteger.One << (Bits + MoreBits)) / sum : sum << (MoreBits - Bits), MoreBits);
    }

    /// <summary>The same for ln x, x above 0.</summary>
    internal static double LogError(double x, double value)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4) (exponent, mantissa) = (exponent + 1, mantissa / 2);
        BigInteger m = Fixed(mantissa, Bits);
        return Error(value, (exponent * Ln2) + (2 * ArtanhSeries(((m - One) << Bits) / (m + One))), Bits);
    }

    /// <summary>The same for arcsin x, x from 2⁻⁶⁰ to 1.</summary>
    internal static double ArcSineError(double x, double value)
    {
        BigInteger exact = Fixed(x, Bits);
        return Error(value, x <= 0.5 ? ArcSineSeries(exact) : HalfPi - (2 * ArcSineSeries(Root((One - exact) << (Bits - 1)))), Bits);
    }

    private static BigInteger ArtanhSeries(BigInteger s)
    {
        BigInteger square = s * s >> Bits, power = s, sum = s;
        for (int n = 3; BigInteger.Abs(power) > 1; n += 2) sum += (power = power * square >> Bits) / n;
        return sum;
    }

    private static BigInteger ArcSineSeries(BigInteger x)
    {
        BigInteger square = x * x >> Bits, term = x, sum = x;
        for (int n = 1; !term.IsZero; n += 2)
        {
            term = (term * square >> Bits) * n / (n + 1);
            sum += term / (n + 2);
        }

        return sum;
    }

    /// <summary>The whole square root by Newton's steps.</summary>
    private static BigInteger Root(BigInteger square)
    {
        if (square.IsZero) return square;
        BigInteger root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        for (BigInteger next = root; ; root = next)
        {
            next = (root + (square / root)) >> 1;
            if (next >= root) return root;
        }
    }

    private static BigInteger Fixed(double x, int bits)
    {
        (BigInteger mantissa, int exponent) = Parts(x);
        int shift = exponent + bits;
        return shift >= 0 ? mantissa << shift : mantissa >> -shift;
    }

    private static (BigInteger Mantissa, int Exponent) Parts(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x), mantissa = bits & 0xFFFFFFFFFFFFF;
        int biased = (int)(bits >> 52) & 0x7FF;
        return ((biased == 0 ? mantissa : mantissa | (1L << 52)) * Math.Sign(x), Math.Max(1, biased) - 1075);
    }

    private static double Error(double value, BigInteger expected, int bits)
    {
        (BigInteger mantissa, int exponent) = Parts(value);
        // In units of 2⁻⁴⁰ of the value's last place.
        int shift = 40 - exponent - bits;
        BigInteger scaled = shift >= 0 ? expected << shift : expected >> -shift;
        return Math.Abs(Math.ScaleB((double)((mantissa << 40) - scaled), -40));
    }
}
