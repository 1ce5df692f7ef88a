using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Initializers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// A linear layer with an activation: y = f(x Wᵀ + b). Input <c>[rows, inputs]</c>, output <c>[rows, outputs]</c>; parameters
/// <c>weight [outputs, inputs]</c> and <c>bias [outputs]</c>, which starts between ±1/√inputs.
/// </summary>
public sealed class Linear : Layer
{
    private readonly Activation activation;
    private readonly Initializer? initializer;

    /// <summary>Creates the layer with its initial weights.</summary>
    /// <param name="inputs">Inputs a row, at least 1.</param>
    /// <param name="outputs">Outputs a row, at least 1.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="activation">f; by default the identity.</param>
    /// <param name="initializer">How weights are drawn; by default as suits the activation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public Linear(int inputs, int outputs, RandomSource random, Activation? activation = null, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentNullException.ThrowIfNull(random);
        (this.activation, this.initializer) = (activation ?? Activation.Identity, initializer);
        Philox stream = random.Next();
        Tensor drawn = (initializer ?? Initializer.For(this.activation)).Draw(new Shape(outputs, inputs), inputs, outputs, stream);
        Weight = new Parameter("weight", drawn);
        Bias = new Parameter("bias", Initializer.DrawBias(outputs, inputs, stream)) { Kind = ParameterKind.Bias };
        OwnParameters = [Weight, Bias];
    }

    /// <summary>Creates the layer with given weights, as where they are solved for or set by hand.</summary>
    /// <param name="weight">W, of shape <c>[outputs, inputs]</c>, both at least 1; its values are copied.</param>
    /// <param name="bias">b, of shape <c>[outputs]</c>; its values are copied.</param>
    /// <param name="activation">f; by default the identity.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    public Linear(Tensor weight, Tensor bias, Activation? activation = null)
    {
        if (weight.Shape.Rank != 2 || weight.Shape.Count == 0 || bias.Shape != new Shape(weight.Shape[0]))
            throw new ArgumentException($"A linear layer has weights of shape [outputs, inputs] and biases of shape [outputs], not {weight.Shape} "
                + $"and {bias.Shape}.");
        this.activation = activation ?? Activation.Identity;
        Weight = new Parameter("weight", weight);
        Bias = new Parameter("bias", bias) { Kind = ParameterKind.Bias };
        OwnParameters = [Weight, Bias];
    }

    /// <summary>W, <c>[outputs, inputs]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[outputs]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>Inputs a row.</summary>
    public int Inputs => Weight.Value.Shape[1];

    /// <summary>Outputs a row.</summary>
    public int Outputs => Weight.Value.Shape[0];

    private static readonly WholeOption OutputsOption = new("outputs", "the number of outputs", null, 1, LayerCatalog.LargestSize, isLeading: true);

    internal static TextOption InitializerOption { get; } = new("initializer", "how the weights are drawn, by default as suits the activation",
        "the name of an initialiser");

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "linear",
        "Every output is a weighted sum of all inputs, with a bias.",
        spec =>
        {
            int outputs = OutputsOption.Read(spec);
            string? initializer = InitializerOption.Read(spec);
            return new LayerFactory(context => new Linear(context.Inputs, outputs, context.Random, context.Activation, context.Initializer(initializer)))
            {
                Weights = input => (long)LayerContext.InputsOf(input) * outputs,
                TakesActivation = true,
            };
        },
        OutputsOption,
        InitializerOption)
    {
        Suits = "rows of numbers, and the end of every network",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        LayerText.Of(Spec.Canonical(Member.Name, OutputsOption.Text(Outputs), InitializerOption.Text(initializer?.Canonical)), activation);

    /// <inheritdoc/>
    public override int Places => activation.IsIdentity ? 1 : 2;

    /// <inheritdoc/>
    public override Activation Activation => activation;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> OwnParameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps =>
        activation.IsIdentity ? [new AffineStep(this, Weight, Bias)] : [new AffineStep(this, Weight, Bias), new PointwiseStep(this, activation)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) =>
        inputShape == new Shape(Inputs) ? new Shape(Outputs)
            : throw new ArgumentException($"This linear layer takes rows of shape [{Inputs}], not {inputShape}.", nameof(inputShape));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => activation.ApplyLinear(x, Weight.Value, Bias.Value);
}
