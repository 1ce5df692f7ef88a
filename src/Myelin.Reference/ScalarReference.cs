using Myelin.Activations;
using Myelin.Functions;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Penalties;
using Myelin.Reference.Functions;

namespace Myelin.Reference;

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

    /// <summary>The twin of one of Myelin's own functions, with its constants.</summary>
    /// <param name="function">The function.</param>
    /// <exception cref="NotSupportedException">The function has no twin here; <see cref="ReferenceTwins"/> takes those of other functions.</exception>
    public static ScalarReference Of(IUnaryFunction function) => function switch
    {
        Abs => new AbsReference(),
        Affine affine => new AffineReference(affine.Scale, affine.Shift),
        Exp => new ExpReference(),
        Log => new LogReference(),
        Negate => new AffineReference(-1, 0),
        Sqrt => new SqrtReference(),
        Sine => new SineReference(0),
        Cosine => new SineReference(1),
        Clamp clamp => new ClampReference(clamp.Minimum, clamp.Maximum),
        Detached => new DetachedReference(),
        IWithConstant bound => new WithConstantReference(BinaryReference.Of(bound.Function), bound.Constant, bound.IsFirst),
        RootOfSquares => new RootOfSquaresReference(),
        Identity => new AffineReference(1, 0),
        LeakyRelu leaky => new LeakyReluReference(leaky.Slope),
        Relu => new ReluReference(),
        Selu => new ExponentialUnitReference(Selu.Lambda, Selu.Lambda * Selu.Alpha),
        Elu elu => new ExponentialUnitReference(1, elu.Alpha),
        ScaledElu scaled => new ExponentialUnitReference(scaled.PositiveScale, (double)scaled.PositiveScale * scaled.Alpha),
        Relu6 => new Relu6Reference(),
        ApproximateSigmoid approximate => new ApproximateSigmoidReference(approximate.AsFormula),
        Step => new StepReference(),
        Sigmoid => new SigmoidReference(),
        Tanh => new TanhReference(),
        Ridge ridge => new RidgeReference(ridge.Lambda),
        Lasso lasso => new LassoReference(lasso.Lambda),
        ElasticNet net => new ElasticNetReference(net.Lambda, net.Rho),
        _ => throw ReferenceTwins.Unknown(function),
    };
}
