using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>A function of two variables of which one is a constant.</summary>
internal sealed record WithConstantReference(BinaryReference Function, double Constant, bool IsFirst) : ScalarReference
{
    public override double Value(double x) => IsFirst ? Function.Value(Constant, x) : Function.Value(x, Constant);

    public override double Derivative(double x) => IsFirst ? Function.DerivativeBySecond(Constant, x) : Function.DerivativeByFirst(x, Constant);

    public override double DerivativeScale(double x) => IsFirst ? 0 : Function.DerivativeByFirstScale(x, Constant);
}
