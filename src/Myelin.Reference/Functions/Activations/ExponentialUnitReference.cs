using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>λ x above 0, else c (eˣ - 1); slope c at 0.</summary>
internal sealed record ExponentialUnitReference(double Scale, double NegativeScale) : ScalarReference
{
    public override double Value(double x) => x > 0 ? Scale * x : NegativeScale * ElementaryMath.Expm1(x);

    public override double Derivative(double x) => x > 0 ? Scale : NegativeScale * Math.Exp(x);
}
