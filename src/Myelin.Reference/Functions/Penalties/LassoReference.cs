using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>λ |w|; slope 0 at 0.</summary>
internal sealed record LassoReference(double Lambda) : ScalarReference
{
    public override double Value(double x) => x < 0 ? -Lambda * x : Lambda * x;

    public override double Derivative(double x) => Lambda * ElementaryMath.Sign(x);
}
