using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>a^b; the derivative by a is 0 for b = 0, the derivative by b is 0 for a = 0 and b ≥ 0.</summary>
internal sealed record PowerReference : BinaryReference
{
    public override double Value(double a, double b) => Math.Pow(a, b);

    public override double DerivativeByFirst(double a, double b) => b == 0 ? 0 : b * Math.Pow(a, b - 1);

    public override double DerivativeBySecond(double a, double b) => a == 0 && b >= 0 ? 0 : Math.Pow(a, b) * Math.Log(a);

    /// <summary>The difference b - 1 moves a^(b - 1) by ln a times as much.</summary>
    public override double DerivativeByFirstScale(double a, double b) =>
        DerivativeByFirst(a, b) is double slope and not 0 ? Math.Abs(slope * (b - 1) * Math.Log(Math.Abs(a))) : 0;
}
