using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>
/// The lecture's approximate sigmoid as its code computes it: 0.5 (z + 1) with z of three pieces, negated for negative x; or with the formula's last
/// piece.
/// </summary>
internal sealed record ApproximateSigmoidReference(bool AsFormula) : ScalarReference
{
    public override double Value(double x)
    {
        if (double.IsNaN(x)) return x;
        double t = 0.5 * Math.Abs(x);
        double z = t < 1.7 ? 1.5 * t / (1 + t) : t < 2.9 ? 0.9444 + 0.0459 * (t - 1.7) : AsFormula ? 2 * 0.9997 - 1 : 0.9997;
        return 0.5 * ((x < 0 ? -z : z) + 1);
    }

    public override double Derivative(double x)
    {
        if (double.IsNaN(x)) return x;
        double t = 0.5 * Math.Abs(x);
        return t < 1.7 ? 0.375 / ((1 + t) * (1 + t)) : t < 2.9 ? 0.25 * 0.0459 : 0;
    }

    // On the second piece below 0 the engine subtracts from 0.066815.
    public override double ValueScale(double x) => x is < -3 and > -6 ? 0.066815 : 0;
}
