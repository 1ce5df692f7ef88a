using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>The first layers of a network, taken as a projection of rows.</summary>
public sealed class FirstLayersTests
{
    [Theory]
    [InlineData("linear:5 relu linear:4 tanh linear:2", new[] { 3 })]
    [InlineData("conv:2,3 batch-norm prelu flatten linear:3 dropout:0.5 linear:2", new[] { 1, 4, 4 })]
    public void They_give_what_the_network_gives_at_that_layer(string text, int[] input)
    {
        var shape = new Shape(input);
        var network = Sequential.Build(text, shape, new RandomSource(3));
        foreach (LayerBuffer buffer in network.Buffers) buffer.Span.Fill(0.5f);
        var random = new System.Random(1);
        float[] rows = [.. Enumerable.Range(0, 7 * shape.Count).Select(_ => 2 * random.NextSingle() - 1)], at = rows;
        Shape before = shape;
        for (int count = 1; count <= network.Children.Count; count++)
        {
            Layer layer = network.Children[count - 1].Layer;
            (at, before) = (layer.Predict(before, at), layer.OutputShape(before));
            Sequential first = network.FirstLayers(count, shape);
            Assert.Equal(at, first.Predict(shape, rows));
            foreach (Parameter parameter in first.Parameters) parameter.Value.Slot.Span.Clear();
        }

        // The copies are their own: clearing them has left the network as it was.
        Assert.Equal(at, network.Predict(shape, rows));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.FirstLayers(0, shape));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.FirstLayers(99, shape));
        Assert.Throws<ArgumentException>(() => network.FirstLayers(1, new Shape(2, 2)));
    }
}
