using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// A loss: how wrong predictions are, as a number to make small. Every row has a loss: the mean over the row's elements for
/// elementwise losses, the row's own for the others. The reduction, and weights of the rows, then act on the rows alike for all losses.
/// </summary>
public abstract class Loss
{
    /// <summary>The loss with its options, in the form that <see cref="Parse"/> reads back: <c>huber:delta=1</c>.</summary>
    public abstract string Canonical { get; }

    /// <summary>Where the loss is defined.</summary>
    public abstract LossDomain Domain { get; }

    /// <summary>The base of the logarithm that the loss takes, which is its unit, nats or bits; null where it takes none.</summary>
    public virtual LogarithmBase? Base => null;

    /// <summary>Makes the loss that a text describes.</summary>
    /// <param name="text">A text in the grammar; see <see cref="LossCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Loss Parse(string text) => LossCatalog.All.Parse(text);

    /// <summary>Computes the loss.</summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Target values or labels, as the loss expects.</param>
    /// <param name="rowWeights">A weight for each row, <c>[rows]</c>, 0 or more; none means 1.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <returns>A scalar, or <c>[rows]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit, or labels out of range.</exception>
    public abstract Tensor Compute(Tensor prediction, Targets targets, Tensor? rowWeights = null, Reduction reduction = Reduction.Mean);

    /// <summary>The loss of single rows whose mean this one is a function of, see <see cref="OfMean"/>: this loss itself, unless a root is taken of the mean.</summary>
    public virtual Loss RowLoss => this;

    /// <summary>This loss from the mean of the rows' <see cref="RowLoss"/>.</summary>
    /// <param name="mean">The (weighted) mean of the rows' losses.</param>
    public virtual double OfMean(double mean) => mean;

    /// <summary>What a row with a label counts in the divisor of the mean: its class weight where the loss has class weights that divide, else 1.</summary>
    /// <param name="label">The class.</param>
    public virtual float Divisor(int label) => 1;

    /// <summary>
    /// The same loss for targets divided by a scale, so that its minimum is where it was: parameters with a unit are divided alike.
    /// </summary>
    /// <param name="scale">What targets and predictions are divided by, above 0.</param>
    public virtual Loss WithTargetsDividedBy(float scale) => this;

    /// <summary>What a loss in scaled units is multiplied by to be in the target's units again.</summary>
    /// <param name="scale">What targets and predictions were divided by.</param>
    public virtual float UnitOfLoss(float scale) => 1;

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
