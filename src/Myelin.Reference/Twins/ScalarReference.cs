namespace Myelin.Reference.Twins;

/// <summary>
/// The double-precision twin of a function of one variable: value and derivative, accurate in both tails and with the engine's
/// conventions at kinks, and the terms that the engine's formulas add up, by which rounding errors are judged.
/// </summary>
public abstract record ScalarReference
{
    /// <summary>The function's value.</summary>
    /// <param name="x">The variable.</param>
    public abstract double Value(double x);

    /// <summary>The function's derivative.</summary>
    /// <param name="x">The variable, not the function's value.</param>
    public abstract double Derivative(double x);

    /// <summary>The largest |term| that the formula of the value adds up at a point; 0 where it adds nothing.</summary>
    /// <param name="x">The variable.</param>
    public virtual double ValueScale(double x) => 0;

    /// <summary>The largest |term| that the formula of the derivative adds up at a point; 0 where it adds nothing.</summary>
    /// <param name="x">The variable.</param>
    public virtual double DerivativeScale(double x) => 0;
}
