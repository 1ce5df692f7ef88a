namespace Myelin.Reference.Twins;

/// <summary>
/// The double-precision twin of a function of two variables: value and both partial derivatives, and the terms that the engine's formulas add up.
/// </summary>
public abstract record BinaryReference
{
    /// <summary>The function's value.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    public abstract double Value(double a, double b);

    /// <summary>The partial derivative by the first variable.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    public abstract double DerivativeByFirst(double a, double b);

    /// <summary>The partial derivative by the second variable.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    public abstract double DerivativeBySecond(double a, double b);

    /// <summary>
    /// The largest |term| that the formula of <see cref="DerivativeByFirst"/> adds up; 0 where it adds nothing. A value adds at most once, which is
    /// exact.
    /// </summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    public virtual double DerivativeByFirstScale(double a, double b) => 0;
}
