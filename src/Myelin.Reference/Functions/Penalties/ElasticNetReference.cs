using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>λ₁ |w| + λ₂ w² with λ₁ = λ ρ and λ₂ = λ - λ₁; slope 0 at 0.</summary>
internal sealed record ElasticNetReference(double Lambda, double Rho) : ScalarReference
{
    private double First => Lambda * Rho;

    public override double Value(double x) => First * Math.Abs(x) + (Lambda - First) * x * x;

    public override double Derivative(double x) => First * ElementaryMath.Sign(x) + 2 * (Lambda - First) * x;

    public override double ValueScale(double x) => ElementaryMath.LargestTerm(First * x, (Lambda - First) * x * x);

    public override double DerivativeScale(double x) => ElementaryMath.LargestTerm(First, 2 * (Lambda - First) * x);
}
