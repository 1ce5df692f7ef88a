using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>factor · x + shift.</summary>
internal sealed record AffineReference(double Factor, double Shift) : ScalarReference
{
    public override double Value(double x) => Factor * x + Shift;

    public override double Derivative(double x) => Factor;

    public override double ValueScale(double x) => Shift == 0 ? 0 : ElementaryMath.LargestTerm(Factor * x, Shift);
}
