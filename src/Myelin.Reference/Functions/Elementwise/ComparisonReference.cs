using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>1 where a comparison holds, else 0; a constant for the backward pass.</summary>
internal sealed record ComparisonReference(Func<double, double, bool> Holds) : BinaryReference
{
    public override double Value(double a, double b) => Holds(a, b) ? 1 : 0;

    public override double DerivativeByFirst(double a, double b) => 0;

    public override double DerivativeBySecond(double a, double b) => 0;
}
