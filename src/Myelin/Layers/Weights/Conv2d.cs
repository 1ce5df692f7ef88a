using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Initializers;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// A 2-d convolution (cross-correlation, as everywhere in the field) with an activation: y = f(x ∗ W + b). Input
/// <c>[rows, channels, height, width]</c>, output <c>[rows, filters, (height + 2 padding - kernel) / stride + 1, …]</c>; parameters
/// <c>weight [filters, channels, kernel, kernel]</c> and <c>bias [filters]</c>, which starts
/// between ±1/√(channels · kernel²).
/// </summary>
public sealed class Conv2d : Layer
{
    private readonly Activation activation;
    private readonly Initializer? initializer;

    /// <summary>Creates the layer with its initial weights.</summary>
    /// <param name="channels">Input channels, at least 1.</param>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernel">Height and width of the window, at least 1.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="stride">The step of the window, at least 1; by default 1.</param>
    /// <param name="padding">Rows and columns of zeros added on each side, 0 or more; by default 0.</param>
    /// <param name="activation">f; by default the identity.</param>
    /// <param name="initializer">How weights are drawn; by default as suits the activation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a step below 1, or a negative padding.</exception>
    public Conv2d(int channels, int filters, int kernel, RandomSource random, int stride = 1, int padding = 0, Activation? activation = null,
        Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentNullException.ThrowIfNull(random);
        (Stride, Padding) = (stride, padding);
        (this.activation, this.initializer) = (activation ?? Activation.Identity, initializer);
        int window = checked(kernel * kernel);
        Philox stream = random.Next();
        Tensor drawn = (initializer ?? Initializer.For(this.activation))
            .Draw(new Shape(filters, channels, kernel, kernel), checked(channels * window), checked(filters * window), stream);
        Weight = new Parameter("weight", drawn);
        Bias = new Parameter("bias", Initializer.DrawBias(filters, channels * window, stream)) { Kind = ParameterKind.Bias };
        OwnParameters = [Weight, Bias];
    }

    /// <summary>Creates the layer with given weights, as where a filter is set by hand.</summary>
    /// <param name="weight">W, of shape <c>[filters, channels, kernel, kernel]</c>, each at least 1; its values are copied.</param>
    /// <param name="bias">b, of shape <c>[filters]</c>; its values are copied.</param>
    /// <param name="stride">The step of the window, at least 1; by default 1.</param>
    /// <param name="padding">Rows and columns of zeros added on each side, 0 or more; by default 0.</param>
    /// <param name="activation">f; by default the identity.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or the window is not square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step below 1, or a negative padding.</exception>
    public Conv2d(Tensor weight, Tensor bias, int stride = 1, int padding = 0, Activation? activation = null)
    {
        Shape shape = weight.Shape;
        if (shape.Rank != 4 || shape.Count == 0 || shape[2] != shape[3] || bias.Shape != new Shape(shape[0]))
            throw new ArgumentException($"A convolution has weights of shape [filters, channels, kernel, kernel] and biases of shape [filters], "
                + $"not {shape} and {bias.Shape}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        (Stride, Padding, this.activation) = (stride, padding, activation ?? Activation.Identity);
        Weight = new Parameter("weight", weight);
        Bias = new Parameter("bias", bias) { Kind = ParameterKind.Bias };
        OwnParameters = [Weight, Bias];
    }

    /// <summary>W, <c>[filters, channels, kernel, kernel]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[filters]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>Input channels.</summary>
    public int Channels => Weight.Value.Shape[1];

    /// <summary>Output channels.</summary>
    public int Filters => Weight.Value.Shape[0];

    /// <summary>Height and width of the window.</summary>
    public int Kernel => Weight.Value.Shape[2];

    /// <summary>The step of the window.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns of zeros added on each side.</summary>
    public int Padding { get; }

    private static readonly WholeOption FiltersOption = new("filters", "the number of output channels", null, 1, LayerCatalog.LargestSize, isLeading: true);
    private static readonly WholeOption KernelOption = new("kernel", "height and width of the window", null, 1, 255, isLeading: true);
    private static readonly WholeOption StrideOption = new("stride", "the step of the window", 1, 1, 255);
    private static readonly WholeOption PaddingOption = new("padding", "the rows and columns of zeros added on each side", 0, 0, 255);

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "conv",
        "A convolution: the same small window of weights over the whole image.",
        spec =>
        {
            int filters = FiltersOption.Read(spec), kernel = KernelOption.Read(spec), stride = StrideOption.Read(spec), padding = PaddingOption.Read(spec);
            string? initializer = Linear.InitializerOption.Read(spec);
            return new LayerFactory(context =>
                new Conv2d(context.Channels, filters, kernel, context.Random, stride, padding, context.Activation, context.Initializer(initializer)))
            {
                Weights = input => (long)LayerContext.ChannelsOf(input) * filters * kernel * kernel,
                TakesActivation = true,
            };
        },
        FiltersOption,
        KernelOption,
        StrideOption,
        PaddingOption,
        Linear.InitializerOption)
    {
        Suits = "images",
    };

    /// <inheritdoc/>
    public override string Canonical => LayerText.Of(
        Spec.Canonical(
            Member.Name,
            FiltersOption.Text(Filters),
            KernelOption.Text(Kernel),
            StrideOption.TextUnlessDefault(Stride),
            PaddingOption.TextUnlessDefault(Padding),
            Linear.InitializerOption.Text(initializer?.Canonical)),
        activation);

    /// <inheritdoc/>
    public override int Places => activation.IsIdentity ? 1 : 2;

    /// <inheritdoc/>
    public override Activation Activation => activation;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> OwnParameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => activation.IsIdentity ? [Convolution] : [Convolution, new PointwiseStep(this, activation)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape)
    {
        if (inputShape.Rank != 3 || inputShape[0] != Channels)
            throw new ArgumentException($"This convolution takes rows of shape [{Channels}, height, width], not {inputShape}.", nameof(inputShape));
        return new Shape(Filters, Window.Count(inputShape[1], Kernel, Stride, Padding), Window.Count(inputShape[2], Kernel, Stride, Padding));
    }

    private ConvolutionStep Convolution => new(this, Weight, Bias, Stride, Padding);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => activation.ApplyConvolution(x, Weight.Value, Bias.Value, Stride, Padding);
}
