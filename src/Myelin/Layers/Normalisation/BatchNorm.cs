using Myelin.Grammar;
using Myelin.Kernels;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Batch normalisation: y = γ (x - μ) / √(σ² + ε) + β for each channel. In training μ and σ² are the batch's, and running means of
/// them are kept: running ← (1 - momentum) running + momentum · batch, the variance with n - 1 there (as PyTorch). In prediction the
/// running ones are used. Input <c>[rows, channels]</c> or <c>[rows, channels, height, width]</c>; parameters <c>weight</c> (γ, starts at 1)
/// and <c>bias</c> (β, starts at 0), buffers <c>running_mean</c> (starts at 0) and <c>running_var</c> (starts at 1), all <c>[channels]</c>.
/// A training step needs two values a channel, so rows of <c>[channels]</c> come at least two at a time: one value has no variance. A NaN or ∞ in the
/// batch spoils its channel's output, but not the running statistics, which leave such a batch out.
/// Source: Ioffe and Szegedy, "Batch normalization" (2015).
/// </summary>
public sealed class BatchNorm : Layer
{
    /// <summary>The usual weight of a new batch in the running statistics, 0.1.</summary>
    public const float DefaultMomentum = 0.1f;

    /// <summary>The usual ε, 1e-5.</summary>
    public const float DefaultEpsilon = 1e-5f;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">The size of axis 1, at least 1.</param>
    /// <param name="momentum">The weight of a new batch in the running statistics, from 0 to 1; by default 0.1.</param>
    /// <param name="epsilon">ε, above 0 and at most 1; by default 1e-5.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public BatchNorm(int channels, float momentum = DefaultMomentum, float epsilon = DefaultEpsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (Momentum, Epsilon) = (MomentumOption.Require(momentum), EpsilonOption.Require(epsilon));
        var ones = new float[channels];
        Array.Fill(ones, 1);
        var shape = new Shape(channels);
        Weight = new Parameter("weight", new Tensor(shape, ones)) { Kind = ParameterKind.Scale };
        Bias = new Parameter("bias", new Tensor(shape, new float[channels])) { Kind = ParameterKind.Scale };
        RunningMean = new LayerBuffer("running_mean", new Tensor(shape, new float[channels]));
        RunningVariance = new LayerBuffer("running_var", new Tensor(shape, ones));
        (OwnParameters, OwnBuffers) = ([Weight, Bias], [RunningMean, RunningVariance]);
    }

    /// <summary>The weight of a new batch in the running statistics.</summary>
    public float Momentum { get; }

    /// <summary>γ, <c>[channels]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>β, <c>[channels]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>The running mean μ, <c>[channels]</c>.</summary>
    public LayerBuffer RunningMean { get; }

    /// <summary>The running variance σ², <c>[channels]</c>.</summary>
    public LayerBuffer RunningVariance { get; }

    /// <summary>ε, added to the variance.</summary>
    public float Epsilon { get; }

    private bool IsFrozen => Weight.IsFrozen && Bias.IsFrozen;

    private static readonly NumberOption MomentumOption = new("momentum", "the weight of a new batch in the running statistics", DefaultMomentum,
        NumberRange.Between(0, 1));
    private static readonly NumberOption EpsilonOption = new("epsilon", "what is added to the variance", DefaultEpsilon, NumberRange.Above(0, 1));

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "batch-norm",
        "Gives each channel mean 0 and variance 1 over the batch, then a learned mean and scale.",
        spec =>
        {
            float momentum = MomentumOption.Read(spec), epsilon = EpsilonOption.Read(spec);
            return new LayerFactory(context => new BatchNorm(context.InputShape[0], momentum, epsilon)) { Weights = input => 2L * input[0] };
        },
        MomentumOption,
        EpsilonOption)
    {
        Suits = "deep networks, in batches of some size",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, MomentumOption.Text(Momentum), EpsilonOption.Text(Epsilon));

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> OwnParameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerBuffer> OwnBuffers { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new ChannelNormalizationStep(this, Weight, Bias, RunningMean, RunningVariance, Epsilon)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inputShape.Rank > 0 && inputShape[0] == Weight.Value.Count
        ? inputShape
        : throw new ArgumentException($"This batch normalisation takes rows of {Weight.Value.Count} channels, not {inputShape}.", nameof(inputShape));

    /// <summary>2 where a row has one value a channel, else 1. Also where the layer is frozen and could do with 1, since it may be unfrozen.</summary>
    /// <param name="inputShape">The shape of one row of the input; without axes where it is not known.</param>
    public override int FewestTrainingRows(Shape inputShape) => inputShape.Rank > 0 && inputShape.CountBehind(0) > 1 ? 1 : 2;

    /// <summary>Whether every layer that needs several rows is a batch normalisation that is frozen and does not need them.</summary>
    internal static bool NeedsOneRow(Layer layer) =>
        layer is BatchNorm norm ? norm.IsFrozen :
            layer.Children.Count > 0 ? layer.Children.All(child => NeedsOneRow(child.Layer)) : layer.FewestTrainingRows(default) == 1;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Tape is not { IsTraining: true } || IsFrozen)
            return BatchNormOperation.Apply(x, Weight.Value, Bias.Value, RunningMean.Value, RunningVariance.Value, Epsilon);
        int values = Weight.Value.Count == 0 ? 0 : x.Count / Weight.Value.Count;
        if (values < 2)
        {
            string place = Path.Length == 0 ? "" : $" of layer '{Path}'";
            throw new ArgumentException($"The batch normalisation{place} was given a training batch of shape {x.Shape}: a channel of {values} "
                + $"value{(values == 1 ? "" : "s")} has no variance. Train on at least two rows at a time.", nameof(x));
        }

        Tensor y = BatchNormOperation.ApplyToBatch(x, Weight.Value, Bias.Value, Epsilon, out ReadOnlySpan<float> mean, out ReadOnlySpan<float> variance);
        float n = (float)x.Count / mean.Length;
        if (!Finite.All(mean) || !Finite.All(variance)) return y;
        Follow(RunningMean.Span, mean, 1);
        Follow(RunningVariance.Span, variance, n / (n - 1));
        return y;
    }

    private void Follow(Span<float> running, ReadOnlySpan<float> batch, float correction)
    {
        for (int channel = 0; channel < running.Length; channel++)
            running[channel] = (1 - Momentum) * running[channel] + Momentum * (batch[channel] * correction);
    }
}
