using Myelin.Activations;
using Myelin.Kernels;
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

    /// <summary>The twin of one of Myelin's own kernels, with its constants.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <exception cref="NotSupportedException">The kernel has no twin here; <see cref="ReferenceTwins"/> takes those of other kernels.</exception>
    public static ScalarReference Of(IUnaryKernel kernel) => kernel switch
    {
        Abs => new AbsReference(),
        Affine affine => new AffineReference(affine.Scale, affine.Shift),
        Exp => new ExpReference(),
        Log => new LogReference(),
        Negate => new AffineReference(-1, 0),
        Sqrt => new SqrtReference(),
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
        _ => throw ReferenceTwins.Unknown(kernel),
    };
}
