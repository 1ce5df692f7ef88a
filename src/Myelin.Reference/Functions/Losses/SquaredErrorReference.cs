using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>r² with r = prediction - target.</summary>
internal sealed record SquaredErrorReference : ElementLossReference
{
    public override double Value(double prediction, double target) => (prediction - target) * (prediction - target);

    public override double Derivative(double prediction, double target) => 2 * (prediction - target);
}
