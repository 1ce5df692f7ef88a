using Myelin.Activations;

namespace Myelin.Reference.Functions;

/// <summary>λ x above 0, else λ α (e^x - 1); slope λ α at 0.</summary>
internal sealed record SeluReference : ScalarReference
{
    public override double Value(double x) => x > 0 ? Selu.Lambda * x : Selu.Lambda * Selu.Alpha * ElementaryMath.Expm1(x);

    public override double Derivative(double x) => x > 0 ? Selu.Lambda : Selu.Lambda * Selu.Alpha * Math.Exp(x);
}
