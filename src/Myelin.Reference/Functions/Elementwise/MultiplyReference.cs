using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>a · b.</summary>
internal sealed record MultiplyReference : BinaryReference
{
    public override double Value(double a, double b) => a * b;

    public override double DerivativeByFirst(double a, double b) => b;

    public override double DerivativeBySecond(double a, double b) => a;
}
