using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>√x of a sum of squares; slope 1 / (2 √x), and 0 at 0.</summary>
internal sealed record RootOfSquaresReference : ScalarReference
{
    public override double Value(double x) => Math.Sqrt(x);

    public override double Derivative(double x) => x == 0 ? 0 : 0.5 / Math.Sqrt(x);
}
