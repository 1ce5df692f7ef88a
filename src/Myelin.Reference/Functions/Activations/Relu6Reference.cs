using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>x held between 0 and 6; slope 0 at both.</summary>
internal sealed record Relu6Reference : ScalarReference
{
    public override double Value(double x) => Math.Min(Math.Max(x, 0), 6);

    public override double Derivative(double x) => double.IsNaN(x) ? x : x is > 0 and < 6 ? 1 : 0;
}
