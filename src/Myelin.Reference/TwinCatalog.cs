using Myelin.Activations;
using Myelin.Functions;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Penalties;
using Myelin.Reference.Functions;
using Myelin.Reference.Twins;

namespace Myelin.Reference;

/// <summary>Which twin belongs to which of Myelin's own functions. A function with a twin adds a line here.</summary>
public static class TwinCatalog
{
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
        IWithConstant bound => new WithConstantReference(Of(bound.Function), bound.Constant, bound.IsFirst),
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

    /// <summary>The twin of one of Myelin's own functions.</summary>
    /// <param name="function">The function.</param>
    /// <exception cref="NotSupportedException">The function has no twin here; <see cref="ReferenceTwins"/> takes those of other functions.</exception>
    public static BinaryReference Of(IBinaryFunction function) => function switch
    {
        Add => new AddReference(),
        Subtract => new SubtractReference(),
        Multiply => new MultiplyReference(),
        Divide => new DivideReference(),
        Power => new PowerReference(),
        Minimum => new MinimumReference(),
        Maximum => new MaximumReference(),
        Greater => new ComparisonReference((a, b) => a > b),
        GreaterOrEqual => new ComparisonReference((a, b) => a >= b),
        Equal => new ComparisonReference((a, b) => a == b),
        NotEqual => new ComparisonReference((a, b) => a != b),
        _ => throw ReferenceTwins.Unknown(function),
    };

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

    /// <summary>The twin of one of Myelin's own functions, with its constants.</summary>
    /// <param name="function">The function.</param>
    /// <exception cref="NotSupportedException">The function has no twin here; <see cref="ReferenceTwins"/> takes those of other functions.</exception>
    public static ClassLossReference Of(IClassLossFunction function) => function switch
    {
        CrossEntropyRow row => new CrossEntropyReference(row.Weights),
        FocalRow row => new FocalReference(row.Gamma, row.Weights),
        _ => throw ReferenceTwins.Unknown(function),
    };
}
