using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>ln x.</summary>
internal sealed record LogReference : ScalarReference
{
    public override double Value(double x) => Math.Log(x);

    public override double Derivative(double x) => 1 / x;
}
