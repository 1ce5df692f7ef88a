using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>tanh x; the derivative as 4 σ(2x) σ(-2x), which keeps both tails.</summary>
internal sealed record TanhReference : ScalarReference
{
    public override double Value(double x) => Math.Tanh(x);

    public override double Derivative(double x) => 4 * ElementaryMath.Sigmoid(2 * x) * ElementaryMath.Sigmoid(-2 * x);
}
