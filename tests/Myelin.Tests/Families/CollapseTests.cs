using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Extensions;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>Linear layers without an activation between them become one, and outputs stay.</summary>
public sealed class CollapseTests
{
    [Theory]
    [InlineData("linear:5 linear:4 linear:3 linear:2", new[] { 3 }, "linear:2")]
    [InlineData("linear:5 tanh linear:4 linear:3 relu linear:6 linear:2", new[] { 3 }, "linear:5 tanh linear:3 relu linear:2")]
    [InlineData("flatten identity linear:4 identity linear:3 dropout:0.5 linear:2", new[] { 2, 2 }, "flatten linear:3 dropout:0.5 linear:2")]
    [InlineData("linear:3 residual(linear:5 linear:3 tanh linear:4 linear:3) linear:2", new[] { 3 }, "linear:3 residual(linear:3 tanh linear:3) linear:2")]
    [InlineData("conv:3,3 prelu flatten batch-norm linear:6 linear:2 l2-normalize", new[] { 1, 4, 4 },
        "conv:3,3 prelu:slope=0.25,per=layer,zero=slope flatten batch-norm:momentum=0.1,epsilon=1E-05 linear:2 l2-normalize")]
    [InlineData("relu identity", new[] { 3 }, "relu")]
    [InlineData("identity", new[] { 3 }, "identity")]
    [InlineData("linear:3 residual(identity) linear:1", new[] { 3 }, "linear:3 residual(identity) linear:1")]
    [InlineData("linear:3 residual(identity identity linear:3 identity)", new[] { 3 }, "linear:3 residual(linear:3)")]
    public void Collapsed_networks_have_fewer_layers_and_the_same_outputs(string text, int[] input, string collapsed)
    {
        var network = Sequential.Build(text, new Shape(input), new RandomSource(7));
        foreach (LayerBuffer buffer in network.Buffers) buffer.Span.Fill(0.5f);
        var random = new System.Random(7);
        float[] rows = [.. Enumerable.Range(0, 20 * new Shape(input).Count).Select(_ => 2 * random.NextSingle() - 1)];
        Sequential folded = network.Collapse(new Shape(input));
        Assert.Equal(collapsed, folded.Canonical);
        float[] expected = network.Predict(new Shape(input), rows), actual = folded.Predict(new Shape(input), rows);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6f);
        foreach (Parameter parameter in folded.Parameters) parameter.Value.Slot.Span.Clear();
        Assert.Equal(expected, network.Predict(new Shape(input), rows));
        Assert.Equal(folded.Canonical, folded.Collapse(new Shape(input)).Canonical);
    }

    [Fact]
    public void Networks_inside_are_folded_too_and_what_draws_masks_stays()
    {
        var random = new RandomSource(1);
        var input = new Shape(2);
        var network = new Sequential(new Sequential(new Linear(2, 3, random), new Sequential()),
            new Sequential(new Dropout(0.5f, random)), new Linear(3, 2, random), new Sequential(new Linear(2, 2, random)),
            new Masked(), new Linear(2, 1, random));
        Sequential folded = network.Collapse(input, Catalogs.Default.With(Masked.Member));
        Assert.Equal("linear:3 dropout:0.5 linear:2 masked linear:1", folded.Canonical);
        Assert.Equal(network.Predict(input, 1, -2)[0], folded.Predict(input, 1, -2)[0], 1e-6f);
    }

    [Fact]
    public void A_network_is_not_collapsed_for_rows_that_it_does_not_take() =>
        Assert.Contains("[2]",
            Assert.Throws<ArgumentException>(() => Sequential.Build("linear:3 linear:1", new Shape(2), new RandomSource(1))
            .Collapse(new Shape(4))).Message, StringComparison.Ordinal);
}
