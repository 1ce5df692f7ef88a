using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>e^x.</summary>
internal sealed record ExpReference : ScalarReference
{
    public override double Value(double x) => Math.Exp(x);

    public override double Derivative(double x) => Math.Exp(x);
}
