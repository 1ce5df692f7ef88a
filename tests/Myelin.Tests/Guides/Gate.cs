using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Tests.Guides;

/// <summary>
/// y = x · σ(e^t (W x + b)): each value times a gate from 0 to 1, with weights W, b and a learned temperature t, 0 at first. Input and output
/// <c>[rows, width]</c>. Its buffer counts the rows that it has seen in training.
/// </summary>
public sealed class Gate : Layer
{
    private readonly Linear inner;
    private readonly Parameter temperature = new("temperature", Tensor.Zeros(new Shape())) { Kind = ParameterKind.Scale };
    private readonly LayerBuffer rows = new("rows", Tensor.Zeros(new Shape(1)));

    /// <summary>Creates the layer with its initial weights.</summary>
    /// <param name="width">Values a row, at least 1.</param>
    /// <param name="random">Where the initial weights come from.</param>
    public Gate(int width, RandomSource random)
    {
        inner = new Linear(width, width, random);
        (OwnParameters, OwnBuffers, Children) = ([temperature], [rows], [("inner", inner)]);
    }

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "gate",
        "Multiplies each value by a learned gate.",
        _ => new LayerFactory(context => new Gate(context.InputShape[0], context.Random)) { Weights = input => (long)input[0] * (input[0] + 1) + 1 });

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> OwnParameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerBuffer> OwnBuffers { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Layer Layer)> Children { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inner.OutputShape(inputShape);

    /// <inheritdoc/>
    public override long ValuesPerRow(Shape inputShape, bool training) => (training ? 2 : 1) * 4L * inputShape.Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Tape is { IsTraining: true }) rows.Write([rows.Value.At(0) + x.Shape[0]]);
        return x * (inner.Forward(x) * temperature.On(x.Tape).Exp()).Sigmoid();
    }
}
