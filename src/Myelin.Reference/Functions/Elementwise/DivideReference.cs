using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>a / b.</summary>
internal sealed record DivideReference : BinaryReference
{
    public override double Value(double a, double b) => a / b;

    public override double DerivativeByFirst(double a, double b) => 1 / b;

    public override double DerivativeBySecond(double a, double b) => -(a / b) / b;
}
