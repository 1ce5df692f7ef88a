using System.Runtime.CompilerServices;

namespace Myelin.Functions;

/// <summary>
/// Logarithms in double precision with the same bits on every machine, the natural one within 0.56 units in the last place, the binary one within 4:
/// x = 2ᵏ m with m from 0.71 to 1.43, and ln m = ln(1 + r) - ln q for a q near 1 / m of ten bits, whose logarithm is in a table, and r = q m - 1.
/// No operation is fused, so a machine without FMA is as fast.
/// </summary>
internal static class Logarithm
{
    private const int MantissaBits = 52;
    private const int IndexBits = 6;
    private const double SmallestNormal = 2.2250738585072014e-308;

    // ln 2 in two parts; the first has 40 significant bits, so its product with an exponent is exact.
    private const double Ln2High = 0.6931471805592082;
    private const double Ln2Low = 7.371002565167799e-13;

    /// <summary>
    /// For each 64th of the numbers from 1 to 2, halved from 1 + 27/64 on: q, and -ln q in two parts, the first in whole 2⁻⁴⁰; q is 1 on both sides of 1.
    /// </summary>
    private static ReadOnlySpan<double> Table =>
    [
        1.0, 0.0, 0.0, 0.9765625, 0.02371652661713597, 1.8007312772289957e-13,
        0.962890625, 0.03781545099627692, 5.407547983070706e-13, 0.947265625, 0.05417573410159093, 4.336547594051276e-13,
        0.93359375, 0.0687138925477484, 3.0340754496095936e-13, 0.919921875, 0.08346653102307755, 1.2485591229479935e-14,
        0.908203125, 0.09628721945136931, 7.821625663758774e-13, 0.89453125, 0.11145544092505588, 2.669449344412301e-13,
        0.8828125, 0.12464244520651846, 7.581377390282248e-13, 0.87109375, 0.138005673018597, 8.467085069773726e-13,
        0.859375, 0.15154989812708664, 1.1430262734452834e-13, 0.84765625, 0.16528009093872242, 3.805005598833016e-13,
        0.8359375, 0.1792014294569526, 7.583825631039896e-13, 0.826171875, 0.19095244599247962, 7.501904512973236e-13,
        0.814453125, 0.20523840324040066, 3.05678647635504e-13, 0.8046875, 0.21730127568935131, 6.300809388956374e-13,
        0.794921875, 0.22951143959653564, 3.7715835031076943e-13, 0.78515625, 0.24187253641957795, 9.087694698776042e-13,
        0.775390625, 0.25438834435226454, 5.28323330087437e-14, 0.765625, 0.2670627852485268, 5.184668235846208e-13,
        0.7578125, 0.277319285415615, 6.193304690030877e-13, 0.748046875, 0.29028963585824386, 6.179395799530951e-13,
        0.740234375, 0.3007884199569162, 1.652504449623899e-13, 0.73046875, 0.31406882762439636, 5.794882187770855e-13,
        0.72265625, 0.32482161940060905, 6.286045602871008e-13, 0.71484375, 0.335691291637886, 2.555106453444594e-13,
        0.70703125, 0.3466804132131074, 6.293428261410535e-13, 1.3984375, -0.33535554192167183, 5.339989292003297e-13,
        1.3828125, -0.32411946865431673, 1.0475750058776541e-13, 1.369140625, -0.31418326199582225, 7.399437008049029e-13,
        1.35546875, -0.3041473354678601, 5.633856376835432e-13, 1.33984375, -0.2925530026868728, 4.953473297466154e-13,
        1.326171875, -0.28229650251978455, 5.962109751650824e-13, 1.3125, -0.27193371548401046, 3.687042831583768e-13,
        1.298828125, -0.2614624156167338, 3.8742377370970304e-13, 1.287109375, -0.2523989094634089, 4.0949251874668496e-13,
        1.2734375, -0.24171993688742077, 2.756039648731729e-13, 1.26171875, -0.2324748787432327, 1.3862860246348574e-13,
        1.248046875, -0.22157982933822495, 1.979346069472751e-13, 1.236328125, -0.2121457971052223, 5.538977785638317e-13,
        1.224609375, -0.20262191559413623, 7.233152798239076e-13, 1.212890625, -0.1930064568941816, 2.1063031333197107e-13,
        1.201171875, -0.183297642767684, 6.739252154581949e-13, 1.19140625, -0.17513433212843665, 5.875058605230453e-13,
        1.1796875, -0.16524957289584563, 5.384682618788232e-13, 1.169921875, -0.15693697307597176, 3.0199991588728915e-14,
        1.158203125, -0.1468697739583149, 9.72408768682066e-14, 1.1484375, -0.13840232285929233, 1.7319034406422305e-13,
        1.138671875, -0.12986256131171103, 7.264398892198846e-13, 1.126953125, -0.11951764146942878, 8.370046985062327e-13,
        1.1171875, -0.11081436634049169, 2.0157368416016215e-13, 1.107421875, -0.10203467868905136, 8.070753576307434e-13,
        1.099609375, -0.0949550031009494, 7.668005305279777e-13, 1.08984375, -0.08603433734242572, 6.225617964534398e-13,
        1.080078125, -0.07703337648308661, 2.595984836806283e-13, 1.0703125, -0.06795066190898069, 4.729424109166329e-13,
        1.0625, -0.06062462181671435, 2.795098818345971e-13, 1.052734375, -0.051390945869570714, 8.134490401032933e-14,
        1.044921875, -0.04394212185707147, 5.727068535060295e-13, 1.037109375, -0.03643739620292763, 4.965812775841476e-13,
        1.02734375, -0.026976587698300136, 9.806050516843177e-14, 1.01953125, -0.019342962843438727, 3.0779221394845794e-13,
        1.01171875, -0.011650617220766435, 7.911607760470555e-13, 1.0, 0.0, 0.0,
    ];

    /// <summary>ln x, for any x: -∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Natural(double x) => x >= SmallestNormal && x < double.PositiveInfinity ? NaturalOfNormal(x, 0) : AtTheBorders(x);

    /// <summary>log₂ x, for any x, exact at powers of two: -∞ at 0, NaN below.</summary>
    internal static double Binary(double x)
    {
        if (IsLimit(x, out double limit)) return limit;
        bool isSubnormal = x < SmallestNormal;
        (int k, double high, double r, double small) = Parts(isSubnormal ? x * (1L << MantissaBits) : x);
        return (isSubnormal ? k - MantissaBits : k) + ((high + (r + small)) * 1.44269504088896340736);
    }

    private static double AtTheBorders(double x) => IsLimit(x, out double limit) ? limit : NaturalOfNormal(x * (1L << MantissaBits), -MantissaBits);

    private static bool IsLimit(double x, out double limit)
    {
        limit = x == 0 ? double.NegativeInfinity : x < 0 ? double.NaN : x;
        return !(x > 0 && x < double.PositiveInfinity);
    }

    /// <summary>(k + added) ln 2 - ln q + ln(1 + r): the first sum is exact, and what the second loses goes to the small terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double NaturalOfNormal(double x, int added)
    {
        (int k, double high, double r, double small) = Parts(x);
        double exponent = k + added, large = (exponent * Ln2High) + high, sum = large + r;
        return sum + ((large - sum) + r + (small + (exponent * Ln2Low)));
    }

    /// <summary>
    /// k, the first part of -ln q, r, and the rest of ln m, of a number that is not subnormal; ln(1 + r) is a minimax polynomial, whose error is 2⁻⁵⁷ of it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Exponent, double High, double R, double Small) Parts(double x)
    {
        // 37/64 of an octave's numbers count to the next.
        const long half = 0x3FE0000000000000 + (27L << (MantissaBits - IndexBits)), lowerHalf = (1L << 27) - 1;
        long bits = BitConverter.DoubleToInt64Bits(x), exponent = (bits - half) >> MantissaBits, m = bits - (exponent << MantissaBits);
        int place = 3 * (int)((bits >> (MantissaBits - IndexBits)) & ((1 << IndexBits) - 1));
        double q = Table[place], upper = BitConverter.Int64BitsToDouble(m & ~lowerHalf), lower = BitConverter.Int64BitsToDouble(m) - upper;
        // Products of halves are exact, so what their sum loses is known.
        double first = (q * upper) - 1, second = q * lower, r = first + second, square = r * r;
        double highest = -0.16666666144953557 + r * 0.1429046265012278 - square * 0.1250427354773067;
        double tail = -0.5 + r * 0.33333333333351023 + square * (-0.2500000000001592 + r * 0.1999999942032225 + square * highest);
        return ((int)exponent, Table[place + 1], r, Table[place + 2] + (first - r + second) + (square * tail));
    }
}
