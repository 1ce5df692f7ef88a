using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>x as a constant for the backward pass.</summary>
internal sealed record DetachedReference : ScalarReference
{
    public override double Value(double x) => x;

    public override double Derivative(double x) => 0;
}
