namespace Myelin.Reference.Twins;

/// <summary>
/// The double-precision twin of an elementwise loss: value and derivative by the prediction, and the terms that the engine's formulas
/// add up, by which rounding errors are judged.
/// </summary>
public abstract record ElementLossReference
{
    /// <summary>The loss of one element.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    public abstract double Value(double prediction, double target);

    /// <summary>The derivative by the prediction.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    public abstract double Derivative(double prediction, double target);

    /// <summary>The largest |term| that the formula of the value adds up at a point; 0 where it adds nothing.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    public virtual double ValueScale(double prediction, double target) => 0;

    /// <summary>The largest |term| that the formula of the derivative adds up at a point; 0 where it adds nothing.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target.</param>
    public virtual double DerivativeScale(double prediction, double target) => 0;
}
