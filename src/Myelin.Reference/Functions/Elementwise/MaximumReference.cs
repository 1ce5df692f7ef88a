using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>max(a, b); slope 1/2 by each where they are equal.</summary>
internal sealed record MaximumReference : BinaryReference
{
    public override double Value(double a, double b) => Math.Max(a, b);

    public override double DerivativeByFirst(double a, double b) => ShareOfLarger(a, b);

    public override double DerivativeBySecond(double a, double b) => ShareOfLarger(b, a);

    internal static double ShareOfLarger(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : a > b ? 1 : a == b ? 0.5 : 0;
}
