using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>1 from 0 on, else 0; slope 0 everywhere.</summary>
internal sealed record StepReference : ScalarReference
{
    public override double Value(double x) => double.IsNaN(x) ? x : x >= 0 ? 1 : 0;

    public override double Derivative(double x) => double.IsNaN(x) ? x : 0;
}
