using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Tests.Extensions;

/// <summary>A linear layer of a program's own that drops outputs in training: in prediction it is one affine step.</summary>
internal sealed class Masked : Layer
{
    private readonly Linear inner = new(2, 2, new RandomSource(1));
    private readonly Dropout dropout = new(0.5f, new RandomSource(2));

    internal static Member<LayerFactory> Member { get; } = new("masked", "Linear with dropout.", _ => new LayerFactory(_ => new Masked()));

    public override string Canonical => Member.Name;

    public override IReadOnlyList<Parameter> OwnParameters => inner.OwnParameters;

    public override Philox? Draws => dropout.Draws;

    public override IReadOnlyList<PredictionStep> PredictionSteps => inner.PredictionSteps;

    public override Shape OutputShape(Shape inputShape) => inner.OutputShape(inputShape);

    protected override Tensor Compute(Tensor x) => dropout.Forward(inner.Forward(x));
}
