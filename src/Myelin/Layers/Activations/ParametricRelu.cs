using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// PReLU: y = x for x &gt; 0, else a x with a learned slope a, one for the layer or one for each channel. y' = 1 for x &gt; 0, else a; at the kink a
/// (as PyTorch) or, on demand, 1 (as the lecture, whose first case includes 0). Any shape. ±∞ stay ±∞ for a above 0; NaN gives NaN. Parameter
/// <c>weight</c>, <c>[1]</c> or <c>[channels]</c>.
/// Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers" (2015), who leave weight decay off the slopes.
/// </summary>
public sealed class ParametricRelu : Layer
{
    /// <summary>The usual initial slope, the lecture's too.</summary>
    public const float DefaultSlope = 0.25f;

    private readonly float initial;

    /// <summary>Creates the layer.</summary>
    /// <param name="slopes">How many slopes: 1 for the layer, or the size of axis 1 for each channel its own.</param>
    /// <param name="slope">Their initial value, from -1 to 1.</param>
    /// <param name="zeroIsPositive">Whether the slope at 0 is 1 and not a.</param>
    /// <exception cref="ArgumentOutOfRangeException">No slopes, or an initial value out of range.</exception>
    public ParametricRelu(int slopes = 1, float slope = DefaultSlope, bool zeroIsPositive = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slopes, 1);
        (initial, ZeroIsPositive) = (SlopeOption.Require(slope), zeroIsPositive);
        var values = new float[slopes];
        Array.Fill(values, slope);
        Slopes = new Parameter("weight", new Tensor(new Shape(slopes), values)) { Kind = ParameterKind.Scale };
        OwnParameters = [Slopes];
    }

    /// <summary>Creates the layer with given slopes.</summary>
    /// <param name="slopes">a, of shape <c>[1]</c> or <c>[channels]</c>; its values are copied.</param>
    /// <param name="zeroIsPositive">Whether the slope at 0 is 1 and not a.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public ParametricRelu(Tensor slopes, bool zeroIsPositive = false)
    {
        if (slopes.Shape.Rank != 1 || slopes.Count == 0)
            throw new ArgumentException($"A PReLU has slopes of shape [1] or [channels], not {slopes.Shape}.", nameof(slopes));
        (initial, ZeroIsPositive) = (DefaultSlope, zeroIsPositive);
        Slopes = new Parameter("weight", slopes) { Kind = ParameterKind.Scale };
        OwnParameters = [Slopes];
    }

    /// <summary>The slopes a, <c>[1]</c> or <c>[channels]</c>.</summary>
    public Parameter Slopes { get; }

    /// <summary>Whether 0 counts as positive, so that the slope there is 1 and not a.</summary>
    public bool ZeroIsPositive { get; }

    private static readonly NumberOption SlopeOption = new("slope", "the slope below 0 before training", DefaultSlope, NumberRange.Between(-1, 1));
    private static readonly ChoiceOption<bool> PerOption = new("per", "whether there is a slope for the layer or for each channel", ("layer", false),
        ("channel", true));
    private static readonly ChoiceOption<bool> ZeroOption = new("zero", "the derivative at 0: the slope, or 1", ("slope", false), ("one", true));

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "prelu",
        "x above 0, a learned slope times x below.",
        spec =>
        {
            float slope = SlopeOption.Read(spec);
            bool perChannel = PerOption.Read(spec), zeroIsPositive = ZeroOption.Read(spec);
            return new LayerFactory(context => new ParametricRelu(perChannel ? context.InputShape[0] : 1, slope, zeroIsPositive))
            {
                Weights = input =>
                perChannel ? input[0] : 1
            };
        },
        SlopeOption,
        PerOption,
        ZeroOption)
    {
        Suits = "hidden layers in which ReLU units stop learning",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, SlopeOption.Text(initial), PerOption.Text(Slopes.Value.Count > 1), ZeroOption.Text(ZeroIsPositive));

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> OwnParameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new SlopeStep(this, Slopes)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => Slopes.Value.Count == 1 || (inputShape.Rank > 0 && inputShape[0] == Slopes.Value.Count)
        ? inputShape
        : throw new ArgumentException($"This PReLU takes rows of {Slopes.Value.Count} channels, not {inputShape}.", nameof(inputShape));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ParametricReluOperation.Apply(x, Slopes.Value, ZeroIsPositive);
}
