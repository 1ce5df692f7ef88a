using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>λ w².</summary>
internal sealed record RidgeReference(double Lambda) : ScalarReference
{
    public override double Value(double x) => Lambda * Math.Pow(x, 2);

    public override double Derivative(double x) => Lambda * x + Lambda * x;
}
