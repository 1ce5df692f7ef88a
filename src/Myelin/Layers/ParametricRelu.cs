using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// PReLU: y = x for x &gt; 0, else a x with a learned slope a, one for the layer or one for each channel. y' = 1 for x &gt; 0, else a; at the kink a (as PyTorch) or,
/// on demand, 1 (as the lecture, whose first case includes 0). Any shape. ±∞ stay ±∞ for a above 0; NaN gives NaN. Parameter <c>weight</c>, <c>[1]</c> or <c>[channels]</c>.
/// Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers" (2015), who leave weight decay off the slopes.
/// </summary>
public sealed class ParametricRelu : Layer
{
    /// <summary>The usual initial slope, the lecture's too.</summary>
    public const float DefaultSlope = 0.25f;

    private readonly Parameter weight;
    private readonly float initial;

    /// <summary>Creates the layer.</summary>
    /// <param name="slopes">How many slopes: 1 for the layer, or the size of axis 1 for each channel its own.</param>
    /// <param name="slope">Their initial value, from -1 to 1.</param>
    /// <param name="zeroIsPositive">Whether the slope at 0 is 1 and not a.</param>
    /// <exception cref="ArgumentOutOfRangeException">No slopes, or an initial value out of range.</exception>
    public ParametricRelu(int slopes = 1, float slope = DefaultSlope, bool zeroIsPositive = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slopes, 1);
        if (!(slope >= -1 && slope <= 1)) throw new ArgumentOutOfRangeException(nameof(slope), slope, "The initial slope of PReLU is from -1 to 1.");
        (initial, ZeroIsPositive) = (slope, zeroIsPositive);
        var values = new float[slopes];
        Array.Fill(values, slope);
        weight = new Parameter("weight", new Tensor(new Shape(slopes), values)) { Kind = ParameterKind.Scale };
        OwnParameters = [weight];
    }

    /// <summary>Whether 0 counts as positive, so that the slope there is 1 and not a.</summary>
    public bool ZeroIsPositive { get; }

    /// <inheritdoc/>
    public override string Canonical => $"prelu:slope={Spec.Text(initial)},per={(weight.Value.Count == 1 ? "layer" : "channel")},zero={(ZeroIsPositive ? "one" : "slope")}";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> OwnParameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => weight.Value.Count == 1 || (inputShape.Rank > 0 && inputShape[0] == weight.Value.Count)
        ? inputShape
        : throw new ArgumentException($"This PReLU takes rows of {weight.Value.Count} channels, not {inputShape}.", nameof(inputShape));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ParametricReluOperation.Apply(x, weight.Value, ZeroIsPositive);
}
