using Xunit;
using Rule = Myelin.Reference.AccuracyBound;

namespace Myelin.Tests.Families;

/// <summary>The accuracy rule as an assertion.</summary>
internal static class AccuracyRule
{
    /// <summary>Fails unless a float32 result is as near to the reference as the rule asks.</summary>
    internal static void Check(float actual, double reference, double scale, string where)
    {
        if (!Rule.Holds(actual, reference, scale))
            Assert.Fail($"{where}: {actual:R} instead of {reference:R}, {Math.Abs(actual - reference) / Rule.Ulp(reference):G4} ulp away with S = {scale:R}.");
    }

    /// <summary>Whether it is.</summary>
    internal static bool Holds(float actual, double reference, double scale) => Rule.Holds(actual, reference, scale);
}
