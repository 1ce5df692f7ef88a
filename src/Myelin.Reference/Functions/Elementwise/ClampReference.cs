using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>x held between two limits; the derivative is 1 between them and at them.</summary>
internal sealed record ClampReference(double Minimum, double Maximum) : ScalarReference
{
    public override double Value(double x) => double.IsNaN(x) ? x : Math.Clamp(x, Minimum, Maximum);

    public override double Derivative(double x) => double.IsNaN(x) ? x : x >= Minimum && x <= Maximum ? 1 : 0;
}
