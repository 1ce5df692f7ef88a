using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// The dropout for networks of <see cref="Selu"/>: in training, sets each value with the probability p to SELU's lower limit α' = -λ α = -1.7581,
/// then takes all to a x + b, with a = 1 / √((1 - p) (1 + p α'²)) and b = -a p α', so that a mean of 0 and a variance of 1 stay; in prediction passes values
/// through. The derivative is a where a value was kept, else 0. Any shape. A dropped NaN or ±∞ gives NaN. Which values drop depends on the seed, the
/// step and the row, not on threads or on how a batch is cut; they are those that <see cref="Dropout"/> would drop. Rates of 0.05 to 0.1 are usual.
/// Source: Klambauer et al., "Self-normalizing neural networks" (2017).
/// </summary>
public sealed class AlphaDropout : Layer
{
    private const double LowerLimit = -Selu.Lambda * Selu.Alpha;

    private readonly Philox random;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">The probability p that a value is dropped, from 0 to below 1.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not from 0 to below 1.</exception>
    public AlphaDropout(float rate, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        (Rate, this.random) = (RateOption.Require(rate), random.Next());
    }

    /// <summary>The probability p that a value is dropped, where <see cref="Tape.DropoutFactor"/> is 1.</summary>
    public float Rate { get; }

    private static readonly NumberOption RateOption = new("rate", "the probability that a value is dropped", 0.1f, NumberRange.Below(0, 1), isLeading: true);

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "alpha-dropout",
        "The dropout for SELU: mean 0 and variance 1 stay.",
        spec =>
        {
            float rate = RateOption.Read(spec);
            return new LayerFactory(context => new AlphaDropout(rate, context.Random));
        },
        RateOption)
    {
        Suits = "networks of SELU",
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
    protected override Tensor Compute(Tensor x) => x.Tape is { IsTraining: true } tape && tape.DropoutRate(Rate) is > 0 and var rate
        ? AlphaDropoutOperation.Apply(x, rate, LowerLimit, random) : x;
}
