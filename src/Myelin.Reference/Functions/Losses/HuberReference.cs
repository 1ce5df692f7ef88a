using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>r²/2 for |r| ≤ δ, else δ (|r| - δ/2), with r = prediction - target.</summary>
internal sealed record HuberReference(double Delta) : ElementLossReference
{
    public override double Value(double prediction, double target)
    {
        double size = Math.Abs(prediction - target);
        return size <= Delta ? size * size / 2 : Delta * (size - Delta / 2);
    }

    public override double Derivative(double prediction, double target) => Math.Max(-Delta, Math.Min(Delta, prediction - target));

    public override double ValueScale(double prediction, double target) =>
        Math.Abs(prediction - target) is double size && size <= Delta ? 0 : ElementaryMath.LargestTerm(Delta * size, Delta * Delta / 2);
}
