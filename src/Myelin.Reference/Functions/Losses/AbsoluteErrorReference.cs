using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>|r| with r = prediction - target; slope 0 at 0.</summary>
internal sealed record AbsoluteErrorReference : ElementLossReference
{
    public override double Value(double prediction, double target) => Math.Abs(prediction - target);

    public override double Derivative(double prediction, double target) => ElementaryMath.Sign(prediction - target);
}
