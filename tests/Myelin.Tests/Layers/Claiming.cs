using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Tests.Layers;

/// <summary>A layer that claims memory so that a wanted number of rows is taken at once, and remembers how many were.</summary>
internal sealed class Claiming(Layer inner, int rowsAtOnce) : Layer
{
    internal List<int> Taken { get; } = [];

    public override string Canonical => inner.Canonical;

    public override IReadOnlyList<(string Name, Layer Layer)> Children { get; } = [("inner", inner)];

    public override Shape OutputShape(Shape inputShape) => inner.OutputShape(inputShape);

    public override long ValuesPerRow(Shape inputShape, bool training) => NetworkMemory.Budget / sizeof(float) / rowsAtOnce - inputShape.Count;

    protected override Tensor Compute(Tensor x)
    {
        Taken.Add(x.Shape[0]);
        return inner.Forward(x);
    }
}
