using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// A loss: how wrong predictions are, as a number to make small. Every row has a loss: the mean over the row's elements for
/// elementwise losses, the row's own for the others. The reduction, and weights of the rows, then act on the rows alike for all losses.
/// </summary>
public abstract class Loss
{
    /// <summary>The loss with its options, in the form that <see cref="Parse(string)"/> reads back: <c>huber:delta=1</c>.</summary>
    public abstract string Canonical { get; }

    /// <summary>Where the loss is defined.</summary>
    public abstract LossDomain Domain { get; }

    /// <summary>The base of the logarithm that the loss takes, which is its unit, nats or bits; null where it takes none.</summary>
    public virtual LogarithmBase? Base => null;

    /// <summary>
    /// Whether the loss is one <see cref="ElementLossOperation{TFunction}"/> of its very arguments, which looks at their values while it reads them.
    /// </summary>
    internal virtual bool IsOneOperation => false;

    /// <summary>Makes the loss that a text describes.</summary>
    /// <param name="text">A text in the grammar; see <see cref="LossCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Loss Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A text in the grammar.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static Loss Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Losses.Parse(text);
    }

    /// <summary>Computes the loss.</summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Target values or labels, as the loss expects.</param>
    /// <param name="rowWeights">A weight for each row, <c>[rows]</c>, finite and 0 or more; none means 1. A row of weight 0 adds nothing, also where
    /// its loss is ∞ or NaN.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <returns>A scalar, or <c>[rows]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// Shapes that do not fit, labels out of range, or a weight that is negative or not finite; and, as <see cref="OutsideDomainException"/>, a
    /// target or prediction outside <see cref="Domain"/>. NaN is let through, and gives NaN.
    /// </exception>
    /// <exception cref="InvalidOperationException">A loss of one's own gives another shape than the reduction asks for.</exception>
    public Tensor Compute(Tensor prediction, Targets targets, Tensor? rowWeights = null, Reduction reduction = Reduction.Mean)
    {
        LossArguments.Require(this, prediction, rowWeights);
        if (!IsOneOperation) LossArguments.RequireValues(this, prediction, targets, rowWeights);
        Tensor result = Apply(prediction, IsOneOperation ? targets.For(this) : targets, rowWeights, reduction);
        Shape given = result.Shape;
        int rows = prediction.Shape[0];
        if (reduction == Reduction.None ? given.Rank == 1 && given[0] == rows : given.Rank == 0) return result;
        Shape expected = reduction == Reduction.None ? new Shape(rows) : new Shape();
        // What is left of axes that a mean was taken over.
        if (given.Count == expected.Count && (reduction != Reduction.None || (given.Rank > 0 && given[0] == rows))) return result.Reshape(expected.ToArray());
        throw new InvalidOperationException(
            $"The loss '{this}' gave the shape {given} for the reduction {reduction}; it must give "
                + $"{(reduction == Reduction.None ? $"a loss for each row, {expected}" : "a single number")}.");
    }

    /// <summary>
    /// Computes the loss of arguments whose values <see cref="Compute"/> has checked; the loss checks their shapes, and applies weights and
    /// reduction.
    /// </summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Target values or labels.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    protected abstract Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction);

    /// <summary>
    /// The loss of single rows whose mean this one is a function of, see <see cref="OfMean"/>: this loss itself, unless a root is taken of the mean.
    /// </summary>
    public virtual Loss RowLoss => this;

    /// <summary>
    /// What the loss of each row is made of, as <see cref="Explain"/> shows it. By default as the <see cref="Domain"/> says: the loss of each element,
    /// whose mean is the row's; a term for each class, whose sum is the row's; else the row's loss.
    /// </summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <returns>The terms of each row.</returns>
    protected internal virtual IReadOnlyList<IReadOnlyList<float>> Terms(Tensor prediction, Targets targets) => LossTerms.Of(this, prediction, targets);

    /// <summary>This loss from the mean of the rows' <see cref="RowLoss"/>.</summary>
    /// <param name="mean">The (weighted) mean of the rows' losses.</param>
    public virtual double OfMean(double mean) => mean;

    /// <summary>What a row with a label counts in the divisor of the mean: its class weight where the loss has class weights that divide, else 1.</summary>
    /// <param name="label">The class.</param>
    public virtual float Divisor(int label) => 1;

    /// <summary>
    /// The same loss for targets t and predictions that were shifted and scaled, t = scale · t' + shift, so that its minimum is where it was; and
    /// what brings its values back into the target's units. By default a loss of values is computed in its own units, which is right for every loss;
    /// its gradient is then the one in those units. A loss that knows its unit does better: a loss of the residual needs no shift, its parameters
    /// with a unit are divided by the scale, and its values are multiplied by the scale, by its square, and so on.
    /// </summary>
    /// <param name="scale">What the scaled numbers are multiplied by, above 0.</param>
    /// <param name="shift">What is added then.</param>
    public virtual ScaledLoss ForScaledTargets(float scale, float shift) =>
        (scale != 1 || shift != 0) && Domain.Task is LossTask.Regression or LossTask.Vectors ? new(new RescaledLoss(this, scale, shift), scale) : new(this, 1);

    /// <summary>Explains what the loss makes of some rows: each row's loss, its share of the sum, the divisor, and the gradient.</summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Target values or labels, as the loss expects.</param>
    /// <param name="rowWeights">A weight for each row, <c>[rows]</c>, 0 or more; none means 1.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, or labels out of range.</exception>
    public LossExplanation Explain(Tensor prediction, Targets targets, Tensor? rowWeights = null, Reduction reduction = Reduction.Mean) =>
        LossExplanation.Of(this, prediction, targets, rowWeights, reduction);

    /// <inheritdoc/>
    public override string ToString() => Canonical;
}
