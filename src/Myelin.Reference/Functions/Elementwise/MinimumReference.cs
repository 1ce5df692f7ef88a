using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>min(a, b); slope 1/2 by each where they are equal.</summary>
internal sealed record MinimumReference : BinaryReference
{
    public override double Value(double a, double b) => Math.Min(a, b);

    public override double DerivativeByFirst(double a, double b) => MaximumReference.ShareOfLarger(b, a);

    public override double DerivativeBySecond(double a, double b) => MaximumReference.ShareOfLarger(a, b);
}
