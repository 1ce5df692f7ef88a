using System.Runtime.CompilerServices;

namespace Myelin.Functions;

/// <summary>
/// The exponential function in double precision with the same bits on every machine, within 0.57 units in the last place, or 0.76 where the result is
/// subnormal: eˣ = 2ⁿ 2^(i/32) eʳ for whole n, i from 0 to 31 and |r| ≤ ln 2 / 64. No operation is fused, so a machine without FMA is as fast.
/// </summary>
internal static class Exponential
{
    private const int StepBits = 5;
    private const int MantissaBits = 52;

    // ln 2 / 32 in two parts; the first has 37 significant bits, so its product with a number of steps is exact.
    private const double StepHigh = 0.021660849392446835;
    private const double StepLow = 5.145609244655338e-14;

    // Within them no product is subnormal or infinite; outside the others the result is 0 or ∞.
    private const double Common = 690;
    private const double Lowest = -746;
    private const double Highest = 710;

    /// <summary>For each i what 2^(i/32) lacks of its exact value, as a share of it, and 2^(i/32).</summary>
    private static ReadOnlySpan<double> Powers =>
    [
        0.0, 1.0, 4.9997448722726326e-17, 1.0218971486541166, 8.189317638195515e-17, 1.0442737824274138,
        -7.402825309426177e-17, 1.0671404006768237, -2.7939114859515733e-17, 1.0905077326652577, 9.341710609905046e-17, 1.1143867425958924,
        7.826573258636076e-17, 1.1387886347566916, 3.2904726646008416e-17, 1.1637248587775775, 3.3484623336251524e-17, 1.189207115002721,
        -6.346552106729483e-17, 1.215247359980469, 3.750854201303127e-17, 1.241857812073484, 2.1023049675215714e-18, 1.2690509571917332,
        1.9572585293112036e-17, 1.2968395546510096, -2.1571477251208752e-17, 1.3252366431597413, 5.68648095791174e-17, 1.3542555469368927,
        -4.8923067513522756e-17, 1.383909881963832, -6.835808657661922e-17, 1.4142135623730951, -2.092304381843353e-17, 1.4451808069770467,
        -2.3591094770850053e-17, 1.4768261459394993, -6.735219232374683e-17, 1.5091644275934228, 5.1548301170786783e-17, 1.5422108254079407,
        -6.432131775424189e-18, 1.5759808451078865, 1.5341410053603723e-17, 1.6104903319492543, -6.152602891550265e-17, 1.645755478153965,
        4.875160526227062e-17, 1.681792830507429, -1.0772487078934056e-17, 1.718619298122478, 1.685487290628973e-17, 1.7562521603732995,
        1.01562190116415e-17, 1.7947090750031072, 1.790126907604513e-17, 1.8340080864093424, -3.266924100901318e-17, 1.8741676341103,
        -5.545065618639427e-17, 1.9152065613971474, 4.5784915277060095e-17, 1.9571441241754002,
    ];

    /// <summary>eˣ, for any x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Natural(double x)
    {
        if (!(Math.Abs(x) < Common)) return AtTheBorders(x);
        (long n, double power, double excess) = Parts(x);
        double scale = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(power) + (n << MantissaBits));
        return scale + (scale * excess);
    }

    /// <summary>2ⁿ in two factors: the first product is exact, so a subnormal result is rounded once more and no further.</summary>
    private static double AtTheBorders(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x >= Highest) return double.PositiveInfinity;
        if (x <= Lowest) return 0;
        (long n, double power, double excess) = Parts(x);
        // The low bits that hold n, with their sign.
        int whole = (int)(n << (64 - MantissaBits + StepBits) >> (64 - MantissaBits + StepBits)), half = whole / 2;
        return (power + (power * excess)) * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((exponent + 1023L) << MantissaBits);

    /// <summary>n in the low bits, 2^(i/32), and its excess e with 2^(i/32) eʳ = 2^(i/32) (1 + e); the series leaves out 2⁻⁵⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (long N, double Power, double Excess) Parts(double x)
    {
        // Adding 1.5 · 2⁵² rounds to a whole number and leaves it in the low bits of the sum.
        const double shift = 1.5 * (1L << MantissaBits), stepsAUnit = 46.16624130844683;
        double shifted = (x * stepsAUnit) + shift, steps = shifted - shift;
        long bits = BitConverter.DoubleToInt64Bits(shifted);
        double r = x - (steps * StepHigh) - (steps * StepLow), square = r * r;
        int place = 2 * (int)(bits & ((1 << StepBits) - 1));
        double tail = 1.0 / 2 + r * (1.0 / 6) + square * (1.0 / 24 + r * (1.0 / 120) + square * (1.0 / 720));
        return (bits >> StepBits, Powers[place + 1], Powers[place] + r + (square * tail));
    }
}
