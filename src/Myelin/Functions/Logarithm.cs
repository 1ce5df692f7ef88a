namespace Myelin.Functions;

/// <summary>
/// Logarithms in double precision with the same bits on every machine, within 4 units in the last place: x = 2ᵏ m with m from √½ to √2, and
/// ln m = 2 artanh s for s = (m - 1) / (m + 1), whose series ends where a term is below 2⁻⁶⁰ of the first.
/// </summary>
internal static class Logarithm
{
    private const int Terms = 11;

    /// <summary>ln x; -∞ at 0. For x from 0 upwards, finite.</summary>
    internal static double Natural(double x)
    {
        if (x == 0) return double.NegativeInfinity;
        (int exponent, double logarithm) = Split(x);
        return exponent * 0.69314718055994530942 + logarithm;
    }

    /// <summary>log₂ x, exact at powers of two; -∞ at 0. For x from 0 upwards, finite.</summary>
    internal static double Binary(double x)
    {
        if (x == 0) return double.NegativeInfinity;
        (int exponent, double logarithm) = Split(x);
        return exponent + logarithm * 1.44269504088896340736;
    }

    /// <summary>k, and ln m.</summary>
    private static (int Exponent, double Logarithm) Split(double x)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951) (exponent, mantissa) = (exponent + 1, mantissa / 2);
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int term = Terms - 1; term >= 0; term--) sum = sum * square + 1.0 / (2 * term + 1);
        return (exponent, 2 * s * sum);
    }
}
