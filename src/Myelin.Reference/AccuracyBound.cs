namespace Myelin.Reference;

/// <summary>
/// The one accuracy rule of activations and losses: |error| ≤ 4 ulp(reference) + 2⁻²² S, with S the largest |term| that the formula adds
/// up at the point. NaN must meet NaN, and an infinity the same one, unless the reference is as near to the largest float as the rule allows.
/// </summary>
public static class AccuracyBound
{
    // Where the next float above the largest would be.
    private const double Overflow = 340282366920938463463374607431768211456d;

    /// <summary>Whether a float32 result is as near to the reference as the rule asks.</summary>
    /// <param name="actual">The result.</param>
    /// <param name="reference">The same in double precision, at the same inputs.</param>
    /// <param name="scale">S, 0 where the formula adds nothing.</param>
    public static bool Holds(float actual, double reference, double scale)
    {
        float rounded = (float)reference;
        if (float.IsNaN(rounded)) return float.IsNaN(actual);
        double tolerance = 4 * Ulp(reference) + Math.ScaleB(scale, -22);
        if (float.IsInfinity(rounded) || float.IsInfinity(actual))
            return actual == rounded || Math.Abs(Math.Clamp(actual, -Overflow, Overflow) - Math.Clamp(reference, -Overflow, Overflow)) <= tolerance;
        return Math.Abs(actual - reference) <= tolerance;
    }

    /// <summary>The distance of the floats around a value; the smallest subnormal number near 0.</summary>
    /// <param name="value">The value.</param>
    public static double Ulp(double value)
    {
        double size = Math.Abs(value);
        if (!(size >= float.MinValue && size <= float.MaxValue)) return Math.ScaleB(1, 104);
        return Math.ScaleB(1, Math.Max(-149, size == 0 ? -149 : Math.ILogB(size) - 23));
    }
}
