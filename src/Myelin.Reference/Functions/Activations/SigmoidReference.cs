using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>σ(x); the derivative as σ(x) σ(-x), which keeps both tails.</summary>
internal sealed record SigmoidReference : ScalarReference
{
    public override double Value(double x) => ElementaryMath.Sigmoid(x);

    public override double Derivative(double x) => ElementaryMath.Sigmoid(x) * ElementaryMath.Sigmoid(-x);
}
