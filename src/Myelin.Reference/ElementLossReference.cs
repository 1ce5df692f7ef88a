using Myelin.Functions;
using Myelin.Losses;
using Myelin.Reference.Functions;

namespace Myelin.Reference;

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

    /// <summary>The twin of one of Myelin's own functions, with its constants.</summary>
    /// <param name="function">The function.</param>
    /// <exception cref="NotSupportedException">The function has no twin here; <see cref="ReferenceTwins"/> takes those of other functions.</exception>
    public static ElementLossReference Of(IElementLossFunction function) => function switch
    {
        SquaredError => new SquaredErrorReference(),
        HalfSquaredError => new HalfSquaredErrorReference(),
        AbsoluteError => new AbsoluteErrorReference(),
        HuberError huber => new HuberReference(huber.Delta),
        BinaryCrossEntropy => new BinaryCrossEntropyReference(),
        BalancedBinaryCrossEntropy balanced => new BinaryFocalReference(0, balanced.PositiveWeight, balanced.NegativeWeight),
        IBinaryFocal focal => new BinaryFocalReference(focal.Gamma, focal.PositiveWeight, focal.NegativeWeight),
        Hinge => new HingeReference(1),
        SquaredHinge => new HingeReference(2),
        ProbableCrossEntropy probable => new ProbableFocalReference(0, probable.PositiveWeight, probable.NegativeWeight),
        ProbableFocal probable => new ProbableFocalReference(probable.Gamma, probable.PositiveWeight, probable.NegativeWeight),
        ProbabilityLogarithm logarithm => new ProbabilityLogarithmReference(logarithm.Factor),
        _ => throw ReferenceTwins.Unknown(function),
    };
}
