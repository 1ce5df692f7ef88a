namespace Myelin.Functions;

/// <summary>
/// The arc sine in double precision with the same bits on every machine, within 0.7 units in the last place: a polynomial up to ½, and beyond it
/// arcsin x = π/2 - 2 arcsin √((1 - x) / 2).
/// </summary>
internal static class ArcSine
{
    // π/2 in two parts.
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766e-17;

    /// <summary>arcsin x in radians; NaN beyond ±1.</summary>
    internal static double Of(double x)
    {
        double size = Math.Abs(x);
        return size <= 0.5 ? x + (x * Excess(x * x)) : size <= 1 ? Math.CopySign(Upper(size), x) : double.NaN;
    }

    private static double Upper(double x)
    {
        double z = (1 - x) / 2, root = Math.Sqrt(z), twice = 2 * root;
        if (root == 0) return HalfPi;
        // The upper half of the root's digits has an exact square, which tells what the root was rounded by.
        double upper = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(root) & ~0x7FFFFFFL), lower = root - upper;
        double lost = (z - (upper * upper) - (lower * (root + upper))) / root;
        double sum = HalfPi - twice;
        return sum + ((HalfPi - sum) - twice + (HalfPiRest - lost - (twice * Excess(z))));
    }

    /// <summary>arcsin √z / √z - 1 for z up to ¼: a minimax polynomial, whose error is 2⁻⁵³ of it.</summary>
    private static double Excess(double z)
    {
        double w = z * z;
        double even = 0.028757851367421566;
        even = (even * w) + 0.01740087944269402;
        even = (even * w) + 0.01032281435018578;
        even = (even * w) + 0.013971212973552933;
        even = (even * w) + 0.02237217294214989;
        even = (even * w) + 0.04464285714635543;
        even = (even * w) + 0.16666666666666669;
        double odd = -0.014851887071247204;
        odd = (odd * w) + 0.005457506718640358;
        odd = (odd * w) + 0.011479177415184906;
        odd = (odd * w) + 0.017352392720869973;
        odd = (odd * w) + 0.030381944138531247;
        odd = (odd * w) + 0.07499999999998433;
        return z * (even + (z * odd));
    }
}
