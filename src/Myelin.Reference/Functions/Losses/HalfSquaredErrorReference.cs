using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>r²/2 with r = prediction - target.</summary>
internal sealed record HalfSquaredErrorReference : ElementLossReference
{
    public override double Value(double prediction, double target) => (prediction - target) * (prediction - target) / 2;

    public override double Derivative(double prediction, double target) => prediction - target;
}
