using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>sin (x + quarters · π/2) for a whole number of quarters: 0 is the sine, 1 the cosine.</summary>
internal sealed record SineReference(int Quarters) : ScalarReference
{
    public override double Value(double x) => At(x, Quarters);

    public override double Derivative(double x) => At(x, Quarters + 1);

    private static double At(double x, int quarters) => (quarters & 3) switch { 0 => Math.Sin(x), 1 => Math.Cos(x), 2 => -Math.Sin(x), _ => -Math.Cos(x) };
}
