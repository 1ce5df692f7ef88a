using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>x above 0, else slope · x; the slope below 0 at 0.</summary>
internal sealed record LeakyReluReference(double Slope) : ScalarReference
{
    public override double Value(double x) => x > 0 || double.IsNaN(x) ? x : Slope * x;

    public override double Derivative(double x) => double.IsNaN(x) ? x : x > 0 ? 1 : Slope;
}
