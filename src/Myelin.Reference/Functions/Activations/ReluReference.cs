using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>max(x, 0); slope 0 at 0.</summary>
internal sealed record ReluReference : ScalarReference
{
    public override double Value(double x) => Math.Max(x, 0);

    public override double Derivative(double x) => double.IsNaN(x) ? x : x > 0 ? 1 : 0;
}
