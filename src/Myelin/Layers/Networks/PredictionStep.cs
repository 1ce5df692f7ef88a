using Myelin.Activations;

namespace Myelin.Layers;

/// <summary>
/// One step of what a layer computes in prediction, as <see cref="Layer.PredictionSteps"/> describes it: what analyses, exports and rewritings of
/// networks read. A closed set; what is none of them is an <see cref="OtherStep"/>.
/// </summary>
public abstract record PredictionStep
{
    private protected PredictionStep(Layer layer) => Layer = layer;

    /// <summary>The layer that the step is one of.</summary>
    public Layer Layer { get; }
}

/// <summary>y = x Wᵀ + b on rows of one axis.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Weight">W, <c>[outputs, inputs]</c>.</param>
/// <param name="Bias">b, <c>[outputs]</c>.</param>
public sealed record AffineStep(Layer Layer, Parameter Weight, Parameter Bias) : PredictionStep(Layer)
{
    /// <summary>Inputs a row.</summary>
    public int Inputs => Weight.Value.Shape[1];

    /// <summary>Outputs a row.</summary>
    public int Outputs => Weight.Value.Shape[0];
}

/// <summary>y = f(x) for each value.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Function">f.</param>
public sealed record PointwiseStep(Layer Layer, Activation Function) : PredictionStep(Layer);

/// <summary>y = x for x &gt; 0, else a x, with one slope a or one for each channel.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Slopes">a, <c>[1]</c> or <c>[channels]</c>.</param>
public sealed record SlopeStep(Layer Layer, Parameter Slopes) : PredictionStep(Layer);

/// <summary>y = x ∗ W + b on rows of <c>[channels, height, width]</c>, a cross-correlation.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Weight">W, <c>[filters, channels, kernel, kernel]</c>.</param>
/// <param name="Bias">b, <c>[filters]</c>.</param>
/// <param name="Stride">The step of the window.</param>
/// <param name="Padding">Rows and columns of zeros added on each side.</param>
public sealed record ConvolutionStep(Layer Layer, Parameter Weight, Parameter Bias, int Stride, int Padding) : PredictionStep(Layer);

/// <summary>The largest value of each window, on rows of <c>[channels, height, width]</c>.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Window">Height and width of the window.</param>
/// <param name="Stride">The step of the window.</param>
public sealed record MaximumPoolStep(Layer Layer, int Window, int Stride) : PredictionStep(Layer);

/// <summary>y = γ (x - μ) / √(σ² + ε) + β for each channel, the first axis of a row.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Weight">γ, <c>[channels]</c>.</param>
/// <param name="Bias">β, <c>[channels]</c>.</param>
/// <param name="Mean">μ, <c>[channels]</c>.</param>
/// <param name="Variance">σ², <c>[channels]</c>.</param>
/// <param name="Epsilon">ε.</param>
public sealed record ChannelNormalizationStep(Layer Layer, Parameter Weight, Parameter Bias, LayerBuffer Mean, LayerBuffer Variance, float Epsilon)
    : PredictionStep(Layer);

/// <summary>A row laid out as one axis.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
public sealed record FlattenStep(Layer Layer) : PredictionStep(Layer);

/// <summary>y = x / ‖x‖ for each row; a row of zeros stays.</summary>
/// <param name="Layer">The layer that the step is one of.</param>
public sealed record RowNormalizationStep(Layer Layer) : PredictionStep(Layer);

/// <summary>y = x + f(x).</summary>
/// <param name="Layer">The layer that the step is one of.</param>
/// <param name="Inner">The steps of f.</param>
public sealed record ResidualStep(Layer Layer, IReadOnlyList<PredictionStep> Inner) : PredictionStep(Layer);

/// <summary>What a layer computes without describing it.</summary>
/// <param name="Layer">The layer.</param>
public sealed record OtherStep(Layer Layer) : PredictionStep(Layer);
