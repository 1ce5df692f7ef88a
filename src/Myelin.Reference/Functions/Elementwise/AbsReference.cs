using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>|x|; slope 0 at 0.</summary>
internal sealed record AbsReference : ScalarReference
{
    public override double Value(double x) => Math.Abs(x);

    public override double Derivative(double x) => ElementaryMath.Sign(x);
}
