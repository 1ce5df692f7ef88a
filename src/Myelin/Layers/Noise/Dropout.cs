using Myelin.Autograd;
using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// In training, sets each value to 0 with the probability p and multiplies the others by 1 / (1 - p); in prediction passes values
/// through. Any shape. A dropped NaN or ±∞ gives NaN. Which values drop depends on the seed, the step and the row, not on threads or on how a batch is cut.
/// Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014).
/// </summary>
public sealed class Dropout : Layer
{
    private readonly Philox random;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">The probability p that a value is dropped, from 0 to below 1.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not from 0 to below 1.</exception>
    public Dropout(float rate, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        (Rate, this.random) = (RateOption.Require(rate), random.Next());
    }

    /// <summary>The probability p that a value is dropped, where <see cref="Tape.DropoutFactor"/> is 1.</summary>
    public float Rate { get; }

    private static readonly NumberOption RateOption = new("rate", "the probability that a value is dropped", 0.5f, NumberRange.Below(0, 1), isLeading: true);

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "dropout",
        "In training sets values to 0 at random, and makes up for it in the others.",
        spec =>
        {
            float rate = RateOption.Read(spec);
            return new LayerFactory(context => new Dropout(rate, context.Random));
        },
        RateOption)
    {
        Suits = "large hidden layers that learn their rows by heart",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, RateOption.Text(Rate));

    /// <inheritdoc/>
    public override Philox? Draws => random;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    /// <remarks>In training each value keeps its factor; in prediction the layer passes values through and keeps none.</remarks>
    public override long ValuesPerRow(Shape inputShape, bool training) => training && Rate > 0 ? 3L * inputShape.Count : 0;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) =>
        x.Tape is { IsTraining: true } tape && tape.DropoutRate(Rate) is > 0 and var rate ? DropoutOperation.Apply(x, rate, random) : x;
}
