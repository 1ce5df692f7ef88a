using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>-f t ln p with 0 ln 0 = 0 and f the factor of the base; derivative -f t / p. NaN outside 0 to 1.</summary>
internal sealed record ProbabilityLogarithmReference(double Factor) : ElementLossReference
{
    public override double Value(double prediction, double target) => Inside(prediction, target == 0 ? 0 : -Factor * target * Math.Log(prediction));

    public override double Derivative(double prediction, double target) => Inside(prediction, target == 0 ? 0 : -Factor * target / prediction);

    private static double Inside(double prediction, double value) => prediction is >= 0 and <= 1 ? value : double.NaN;
}
