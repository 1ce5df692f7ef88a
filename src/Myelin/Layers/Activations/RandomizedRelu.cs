using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// RReLU: y = x for x &gt; 0, else a x. In training a is drawn evenly between two bounds, anew for each value and step; in prediction it is their
/// mean, 11/48 for the usual bounds. y' = 1 for x &gt; 0, else a, so a at the kink (as PyTorch). Any shape. +∞ stays, -∞ stays where a is not 0; NaN
/// gives NaN. What is drawn depends on the seed, the step and the row, not on threads or on how a batch is cut.
/// Source: Xu, Wang, Chen and Li, "Empirical evaluation of rectified activations in convolutional network" (2015).
/// </summary>
public sealed class RandomizedRelu : Layer
{
    /// <summary>The usual smallest slope, 1/8.</summary>
    public const float DefaultLower = 1 / 8f;

    /// <summary>The usual largest slope, 1/3.</summary>
    public const float DefaultUpper = 1 / 3f;

    private readonly Philox random;

    /// <summary>Creates the layer.</summary>
    /// <param name="lower">The smallest slope, from 0 to 1.</param>
    /// <param name="upper">The largest slope, from the smallest to 1.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not from 0 to 1, or the lower one is the larger.</exception>
    public RandomizedRelu(float lower, float upper, RandomSource random)
    {
        LowerOption.Require(lower);
        UpperOption.Require(upper);
        if (lower > upper)
            throw new ArgumentOutOfRangeException(nameof(lower), lower, $"The smallest slope of RReLU is at most the largest, {Spec.Text(upper)}.");
        ArgumentNullException.ThrowIfNull(random);
        (Lower, Upper, this.random) = (lower, upper, random.Next());
    }

    /// <summary>The smallest slope.</summary>
    public float Lower { get; }

    /// <summary>The largest slope.</summary>
    public float Upper { get; }

    /// <summary>The slope in prediction, the mean of the bounds.</summary>
    public float Mean => (float)(((double)Lower + Upper) / 2);

    private static readonly OptionalOption<float> LowerOption =
        new(new NumberOption("lower", "the smallest slope, by default 0.125 or the largest one where that is smaller", 0.125f, NumberRange.Between(0, 1)));
    private static readonly NumberOption UpperOption = new("upper", "the largest slope", DefaultUpper, NumberRange.Between(0, 1));

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "rrelu",
        "x above 0, below it x times a slope drawn anew for each value in training.",
        spec =>
        {
            float upper = UpperOption.Read(spec), lower = LowerOption.Read(spec) ?? MathF.Min(DefaultLower, upper);
            return new LayerFactory(context => new RandomizedRelu(lower, upper, context.Random));
        },
        LowerOption,
        UpperOption)
    {
        Suits = "small data sets",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, LowerOption.Text(Lower), UpperOption.Text(Upper));

    /// <inheritdoc/>
    public override Philox? Draws => random;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new PointwiseStep(this, Activation.Of(new LeakyRelu(Mean)))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    /// <remarks>In training each value keeps its slope.</remarks>
    public override long ValuesPerRow(Shape inputShape, bool training) => base.ValuesPerRow(inputShape, training) + (training ? inputShape.Count : 0);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Tape is Tape { IsTraining: true }
        ? RandomizedReluOperation.Apply(x, Lower, Upper, random)
        : UnaryOperation<LeakyRelu>.Apply(x, new LeakyRelu(Mean));
}
