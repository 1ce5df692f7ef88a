using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>
/// a q^γ c for the probability p and the target y, with q = (1 - p) y + p (1 - y), c = -y ln p - (1 - y) ln(1 - p), 0 ln 0 = 0, and a = positive weight · y +
/// negative weight · (1 - y); derivative a [q^γ c' + γ q^(γ-1) (1 - 2 y) c]. NaN outside 0 to 1.
/// </summary>
internal sealed record ProbableFocalReference(double Gamma, double PositiveWeight, double NegativeWeight) : ElementLossReference
{
    public override double Value(double prediction, double target) => Factor(prediction, target) * CrossEntropy(prediction, target);

    public override double Derivative(double prediction, double target) =>
        Factor(prediction, target) * (Against(prediction, target) + For(prediction, target)) + FromFactor(prediction, target);

    /// <summary>The sum q is raised to a power, so its rounding counts with what it moves the result by.</summary>
    public override double ValueScale(double prediction, double target) => Factor(prediction, target) * Math.Max(1, Gamma) * CrossEntropy(prediction, target);

    public override double DerivativeScale(double prediction, double target) => ElementaryMath.LargestTerm(
        Factor(prediction, target) * Math.Max(1, Gamma) * Against(prediction, target),
        Factor(prediction, target) * Math.Max(1, Gamma) * For(prediction, target),
        Math.Max(1, Gamma - 1) * FromFactor(prediction, target));

    private double FromFactor(double p, double y) =>
        Gamma == 0 || Missed(p, y) == 0 ? 0 : Weight(y) * Gamma * Math.Pow(Missed(p, y), Gamma - 1) * (1 - 2 * y) * CrossEntropy(p, y);

    private double Factor(double p, double y) => Weight(y) * Math.Pow(Missed(p, y), Gamma);

    private double Weight(double y) => PositiveWeight * y + NegativeWeight * (1 - y);

    private static double Missed(double p, double y) => (1 - p) * y + p * (1 - y);

    private static double CrossEntropy(double p, double y) => p is >= 0 and <= 1
        ? -(y == 0 ? 0 : y * Math.Log(p)) - (y == 1 ? 0 : (1 - y) * ElementaryMath.Log1p(-p))
        : double.NaN;

    private static double Against(double p, double y) => p is >= 0 and <= 1 ? (y == 1 ? 0 : (1 - y) / (1 - p)) : double.NaN;

    private static double For(double p, double y) => y == 0 ? 0 : -y / p;
}
