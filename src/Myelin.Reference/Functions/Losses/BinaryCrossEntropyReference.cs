using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>-y ln σ(z) - (1 - y) ln(1 - σ(z)) for the logit z and the target y; derivative (1 - y) σ(z) - y σ(-z). An infinite logit gives NaN.</summary>
internal sealed record BinaryCrossEntropyReference : ElementLossReference
{
    public override double Value(double prediction, double target) => double.IsInfinity(prediction)
        ? double.NaN
        : target * ElementaryMath.Softplus(-prediction) + (1 - target) * ElementaryMath.Softplus(prediction);

    public override double Derivative(double prediction, double target) =>
        (1 - target) * ElementaryMath.Sigmoid(prediction) - target * ElementaryMath.Sigmoid(-prediction);

    public override double ValueScale(double prediction, double target) =>
        ElementaryMath.LargestTerm(Math.Max(prediction, 0), prediction * target, ElementaryMath.Log1p(Math.Exp(-Math.Abs(prediction))));

    public override double DerivativeScale(double prediction, double target) =>
        ElementaryMath.LargestTerm((1 - target) * ElementaryMath.Sigmoid(prediction), target * ElementaryMath.Sigmoid(-prediction));
}
