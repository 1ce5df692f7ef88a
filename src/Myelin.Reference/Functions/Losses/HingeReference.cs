using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>max(0, 1 - t s) for the score s and t = 2 y - 1; slope 0 at the kink. With two as the power its square.</summary>
internal sealed record HingeReference(int Power) : ElementLossReference
{
    private const double SinglePrecision = 1.0 / (1 << 23);

    public override double Value(double prediction, double target) => Math.Pow(Missing(prediction, target), Power);

    public override double Derivative(double prediction, double target)
    {
        double missing = Missing(prediction, target);
        if (double.IsNaN(missing)) return missing;
        return missing == 0 ? 0 : Power * Math.Pow(missing, Power - 1) * -Side(target);
    }

    /// <summary>The rounding of 1 - t s counts with what it moves the result by; of a square also with its own square, where the rest is smaller.</summary>
    public override double ValueScale(double prediction, double target)
    {
        double term = ElementaryMath.LargestTerm(1, Side(target) * prediction);
        return Power == 1 ? term : term * ((2 * Missing(prediction, target)) + (SinglePrecision * term));
    }

    public override double DerivativeScale(double prediction, double target) =>
        2 * Math.Pow(ElementaryMath.LargestTerm(1, Side(target) * prediction), Power - 1);

    private static double Side(double target) => 2 * target - 1;

    private static double Missing(double prediction, double target) => Math.Max(0, 1 - Side(target) * prediction);
}
