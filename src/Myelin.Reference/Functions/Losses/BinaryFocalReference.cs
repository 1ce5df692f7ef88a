using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>
/// a q^γ c for the logit z and the target y, with q = (1 - σ(z)) y + σ(z) (1 - y), c the binary cross-entropy and
/// a = positive weight · y + negative weight · (1 - y); derivative a [q^γ c' + γ q^(γ-1) q' c] with q' = (1 - 2 y) σ(z) σ(-z).
/// </summary>
internal sealed record BinaryFocalReference(double Gamma, double PositiveWeight, double NegativeWeight) : ElementLossReference
{
    private static readonly BinaryCrossEntropyReference CrossEntropy = new();

    public override double Value(double prediction, double target) => Factor(prediction, target) * CrossEntropy.Value(prediction, target);

    public override double Derivative(double prediction, double target) => double.IsInfinity(prediction)
        ? double.NaN
        : Factor(prediction, target) * CrossEntropy.Derivative(prediction, target) + FactorSlope(prediction, target) * CrossEntropy.Value(prediction, target);

    /// <summary>The sum q is raised to a power, so its rounding counts with what it moves the result by.</summary>
    public override double ValueScale(double prediction, double target) =>
        Factor(prediction, target) * Math.Max(CrossEntropy.ValueScale(prediction, target), Gamma * CrossEntropy.Value(prediction, target));

    public override double DerivativeScale(double prediction, double target) => ElementaryMath.LargestTerm(
        Factor(prediction, target) * Math.Max(CrossEntropy.DerivativeScale(prediction, target), Gamma * Math.Abs(CrossEntropy.Derivative(prediction, target))),
        FactorSlope(prediction, target) * Math.Max(CrossEntropy.ValueScale(prediction, target), (Gamma - 1) * CrossEntropy.Value(prediction, target)));

    /// <summary>a q^γ.</summary>
    private double Factor(double z, double y) => Weight(y) * Math.Pow(Missed(z, y), Gamma);

    /// <summary>a γ q^(γ-1) q', and 0 at q = 0, where it only ever meets c = 0.</summary>
    private double FactorSlope(double z, double y) => Gamma == 0 || Missed(z, y) == 0
        ? 0
        : Weight(y) * Gamma * Math.Pow(Missed(z, y), Gamma - 1) * (1 - 2 * y) * ElementaryMath.Sigmoid(z) * ElementaryMath.Sigmoid(-z);

    private double Weight(double y) => PositiveWeight * y + NegativeWeight * (1 - y);

    private static double Missed(double z, double y) => ElementaryMath.Sigmoid(-z) * y + ElementaryMath.Sigmoid(z) * (1 - y);
}
