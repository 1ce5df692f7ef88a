using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>
/// Elementary functions over 16 lanes, the same bits on every machine: built only from operations that IEEE 754 rounds correctly.
/// The bounds are in units in the last place of the result, measured over every float32 input (<see cref="Pow"/>, <see cref="Sin"/> and
/// <see cref="Cos"/>: sampled).
/// </summary>
public static unsafe class VectorMath
{
    /// <summary>
    /// eˣ, within 0.93 ulp, subnormal results too. NaN gives NaN, +∞ gives +∞, -∞ gives 0; the result is +∞ above 88.7228 and 0 below -103.972.
    /// </summary>
    /// <param name="x">The exponents.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.Exp(x)
        : Join(ElementaryFunctions<Lanes8>.Exp(x.GetLower()), ElementaryFunctions<Lanes8>.Exp(x.GetUpper()));

    /// <summary>
    /// eˣ - 1, within 1.61 ulp; a subnormal x may lose its last bit. NaN gives NaN, ±0 gives ±0, +∞ gives +∞, -∞ gives -1; the result is +∞ above 88.7228.
    /// </summary>
    /// <param name="x">The exponents.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.Expm1(x)
        : Join(ElementaryFunctions<Lanes8>.Expm1(x.GetLower()), ElementaryFunctions<Lanes8>.Expm1(x.GetUpper()));

    /// <summary>
    /// ln x, within 0.90 ulp. NaN and negative numbers give NaN, ±0 gives -∞, +∞ gives +∞.
    /// </summary>
    /// <param name="x">The arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.Log(x)
        : InHalves(x, &ElementaryFunctions<Lanes8>.Log);

    /// <summary>
    /// ln(1 + x), within 1.52 ulp. NaN and numbers below -1 give NaN, ±0 gives ±0, -1 gives -∞, +∞ gives +∞.
    /// </summary>
    /// <param name="x">The arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.Log1p(x)
        : InHalves(x, &ElementaryFunctions<Lanes8>.Log1p);

    /// <summary>
    /// tanh x, within 1.78 ulp; its derivative is 4 · <see cref="SigmoidDerivative"/>(2x). NaN gives NaN, ±0 gives ±0, ±∞ gives ±1.
    /// </summary>
    /// <param name="x">The arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.Tanh(x)
        : Join(ElementaryFunctions<Lanes8>.Tanh(x.GetLower()), ElementaryFunctions<Lanes8>.Tanh(x.GetUpper()));

    /// <summary><see cref="Tanh(Vector512{float})"/>, and its derivative within 2.52 ulp (sampled), subnormal results too.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="slope">The derivatives.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x, out Vector512<float> slope)
    {
        Vector512<float> y;
        if (Vector512.IsHardwareAccelerated)
        {
            Lanes16 beside;
            y = ElementaryFunctions<Lanes16>.Tanh(x, &beside);
            slope = beside;
        }
        else
        {
            Lanes8 lower, upper;
            y = Join(ElementaryFunctions<Lanes8>.Tanh(x.GetLower(), &lower), ElementaryFunctions<Lanes8>.Tanh(x.GetUpper(), &upper));
            slope = Join(lower, upper);
        }

        return y;
    }

    /// <summary><see cref="Expm1(Vector512{float})"/>, and eˣ within 1.04 ulp (sampled), subnormal results too.</summary>
    /// <param name="x">The exponents.</param>
    /// <param name="exponential">eˣ.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x, out Vector512<float> exponential)
    {
        Vector512<float> y;
        if (Vector512.IsHardwareAccelerated)
        {
            Lanes16 beside;
            y = ElementaryFunctions<Lanes16>.Expm1(x, &beside);
            exponential = beside;
        }
        else
        {
            Lanes8 lower, upper;
            y = Join(ElementaryFunctions<Lanes8>.Expm1(x.GetLower(), &lower), ElementaryFunctions<Lanes8>.Expm1(x.GetUpper(), &upper));
            exponential = Join(lower, upper);
        }

        return y;
    }

    /// <summary>
    /// The logistic function 1 / (1 + e⁻ˣ), within 1.48 ulp in both tails, subnormal results too. NaN gives NaN, -∞ gives 0, +∞ gives 1.
    /// </summary>
    /// <param name="x">The arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.Sigmoid(x)
        : InHalves(x, &ElementaryFunctions<Lanes8>.Sigmoid);

    /// <summary>
    /// The derivative of the logistic function, e / (1 + e)² with e = e^-|x|, within 1.52 ulp in both tails, subnormal results too. NaN gives NaN, ±∞ gives 0.
    /// </summary>
    /// <param name="x">The arguments of the logistic function.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SigmoidDerivative(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? ElementaryFunctions<Lanes16>.SigmoidDerivative(x)
        : InHalves(x, &ElementaryFunctions<Lanes8>.SigmoidDerivative);

    /// <summary>
    /// x to the power y, within 0.51 ulp, subnormal results too. Special cases as in IEEE 754: 1 for y = 0 and for x = 1, even at
    /// NaN; NaN for a finite negative x and a y that is not whole; the sign of x for odd y.
    /// </summary>
    /// <param name="x">The bases.</param>
    /// <param name="y">The exponents.</param>
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y) => Vector512.Create(
        Vector256.Create(
            PowerFunction.Pow(x.GetLower().GetLower(), y.GetLower().GetLower()),
            PowerFunction.Pow(x.GetLower().GetUpper(), y.GetLower().GetUpper())),
        Vector256.Create(
            PowerFunction.Pow(x.GetUpper().GetLower(), y.GetUpper().GetLower()),
            PowerFunction.Pow(x.GetUpper().GetUpper(), y.GetUpper().GetUpper())));

    /// <summary>
    /// sin x for an angle in radians, within 0.51 ulp for |x| up to 2⁴⁰ (sampled). Larger numbers count as ±2⁴⁰: their neighbours lie thousands of
    /// turns apart. ±0 gives ±0, ±∞ and NaN give NaN.
    /// </summary>
    /// <param name="x">The angles.</param>
    public static Vector512<float> Sin(Vector512<float> x) => InQuarters(x, 0);

    /// <summary>
    /// cos x for an angle in radians, within 0.51 ulp for |x| up to 2⁴⁰ (sampled). Larger numbers count as ±2⁴⁰: their neighbours lie thousands of
    /// turns apart. ±∞ and NaN give NaN.
    /// </summary>
    /// <param name="x">The angles.</param>
    public static Vector512<float> Cos(Vector512<float> x) => InQuarters(x, 1);

    private static Vector512<float> InQuarters(Vector512<float> x, long quarters) => Vector512.Create(
        Vector256.Create(CircularFunctions.Sin(x.GetLower().GetLower(), quarters), CircularFunctions.Sin(x.GetLower().GetUpper(), quarters)),
        Vector256.Create(CircularFunctions.Sin(x.GetUpper().GetLower(), quarters), CircularFunctions.Sin(x.GetUpper().GetUpper(), quarters)));

    // For formulas that are long or go into longer ones: a call through a pointer is never inlined, so it leaves the kernel the compiler's
    // budget for inlining. Shorter ones are a quarter quicker without it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> InHalves(Vector512<float> x, delegate*<Lanes8, Lanes8> function) => Join(function(x.GetLower()), function(x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Join(Vector256<float> lower, Vector256<float> upper) => Vector512.Create(lower, upper);
}
