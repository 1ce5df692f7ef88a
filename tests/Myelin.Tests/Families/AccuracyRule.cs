using Xunit;

namespace Myelin.Tests.Families;

/// <summary>The one accuracy rule of activations and losses: |error| ≤ 4 ulp(reference) + 2⁻²² S, with S the largest |term| that the formula adds up.</summary>
internal static class AccuracyRule
{
    /// <summary>Fails unless a float32 result is as near to the reference as the rule asks; NaN must meet NaN, and an infinity the same one.</summary>
    internal static void Check(float actual, double reference, double scale, string where)
    {
        if (!Holds(actual, reference, scale))
            Assert.Fail($"{where}: {actual:R} instead of {reference:R}, {Math.Abs(actual - reference) / Ulp(reference):G4} ulp away with S = {scale:R}.");
    }

    internal static bool Holds(float actual, double reference, double scale)
    {
        float rounded = (float)reference;
        if (float.IsNaN(rounded)) return float.IsNaN(actual);
        double tolerance = 4 * Ulp(reference) + Math.ScaleB(scale, -22);
        if (float.IsInfinity(rounded) || float.IsInfinity(actual))
            return actual == rounded || Math.Abs(Math.Clamp(actual, -Overflow, Overflow) - Math.Clamp(reference, -Overflow, Overflow)) <= tolerance;
        return Math.Abs(actual - reference) <= tolerance;
    }

    // Where the next float above the largest would be.
    private const double Overflow = 340282366920938463463374607431768211456d;

    /// <summary>The distance of the floats around a value; the smallest subnormal number near 0.</summary>
    private static double Ulp(double value)
    {
        double size = Math.Abs(value);
        if (!(size >= float.MinValue && size <= float.MaxValue)) return Math.ScaleB(1, 104);
        return Math.ScaleB(1, Math.Max(-149, size == 0 ? -149 : Math.ILogB(size) - 23));
    }
}
