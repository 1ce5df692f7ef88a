using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>√x; slope ∞ at 0.</summary>
internal sealed record SqrtReference : ScalarReference
{
    public override double Value(double x) => Math.Sqrt(x);

    public override double Derivative(double x) => 0.5 / Math.Sqrt(x);
}
