namespace Myelin.Reference.Twins;

/// <summary>
/// The double-precision twin of a loss of a row of logits: value and gradient against a label or a distribution, and the terms that
/// the engine's formulas add up. A difference inside an exponent counts with what it moves the result by.
/// </summary>
public abstract record ClassLossReference
{
    /// <summary>The loss of a row against a class label, and its gradient by the logits.</summary>
    /// <param name="logits">The logits, one a class.</param>
    /// <param name="label">The class.</param>
    /// <param name="gradient">To fill, one a class.</param>
    public abstract double Evaluate(double[] logits, int label, double[] gradient);

    /// <summary>The loss of a row against a distribution over the classes, and its gradient by the logits.</summary>
    /// <param name="logits">The logits, one a class.</param>
    /// <param name="target">The target probabilities, one a class.</param>
    /// <param name="gradient">To fill, one a class.</param>
    public abstract double Evaluate(double[] logits, double[] target, double[] gradient);

    /// <summary>The largest |term| that the value's formula adds up against a label, and those of the gradient's.</summary>
    /// <param name="logits">The logits, one a class.</param>
    /// <param name="label">The class.</param>
    /// <param name="gradientScales">To fill, one a class.</param>
    public abstract double Scale(double[] logits, int label, double[] gradientScales);

    /// <summary>The largest |term| that the value's formula adds up against a distribution, and those of the gradient's.</summary>
    /// <param name="logits">The logits, one a class.</param>
    /// <param name="target">The target probabilities, one a class.</param>
    /// <param name="gradientScales">To fill, one a class.</param>
    public abstract double Scale(double[] logits, double[] target, double[] gradientScales);

    /// <summary>What a row with this label counts in the divisor of the mean.</summary>
    /// <param name="label">The class.</param>
    public virtual double Divisor(int label) => 1;
}
