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
    private readonly Parameter weight;
    private readonly Parameter bias;
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
    public Conv2d(int channels, int filters, int kernel, RandomSource random, int stride = 1, int padding = 0, Activation? activation = null, Initializer? initializer = null)
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
        weight = new Parameter("weight", drawn);
        bias = new Parameter("bias", Initializer.DrawBias(filters, channels * window, stream)) { Kind = ParameterKind.Bias };
        OwnParameters = [weight, bias];
    }

    /// <summary>Input channels.</summary>
    public int Channels => weight.Value.Shape[1];

    /// <summary>Output channels.</summary>
    public int Filters => weight.Value.Shape[0];

    /// <summary>Height and width of the window.</summary>
    public int Kernel => weight.Value.Shape[2];

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
            return new LayerFactory(context => new Conv2d(context.Channels, filters, kernel, context.Random, stride, padding, context.Activation, context.Initializer(initializer)))
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
    public override Shape OutputShape(Shape inputShape)
    {
        if (inputShape.Rank != 3 || inputShape[0] != Channels)
            throw new ArgumentException($"This convolution takes rows of shape [{Channels}, height, width], not {inputShape}.", nameof(inputShape));
        return new Shape(Filters, Window.Count(inputShape[1], Kernel, Stride, Padding), Window.Count(inputShape[2], Kernel, Stride, Padding));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => activation.ApplyConvolution(x, weight.Value, bias.Value, Stride, Padding);
}
