using Myelin.Activations;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Layers;

/// <summary>Layers with weights of one's own, and layers by their place.</summary>
public sealed class GivenWeightsTests
{
    private static readonly Shape Image = new(1, 4, 4);

    [Fact]
    public void A_filter_set_by_hand_finds_its_edge()
    {
        // Right minus left of each window.
        var network =
            new Sequential(new Conv2d(new Tensor(new Shape(1, 1, 2, 2), -1, 1, -1, 1), new Tensor(new Shape(1), 0.5f), activation: Activation.Parse("relu")));
        float[] picture = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1];
        Assert.Equal([0.5f, 2.5f, 0.5f, 0.5f, 2.5f, 0.5f, 0.5f, 2.5f, 0.5f], network.Predict(Image, picture));
        var conv = (Conv2d)network[0];
        Assert.Equal([-1, 1, -1, 1, 0.5f], [.. conv.Weight.Value.ToArray(), .. conv.Bias.Value.ToArray()]);
        Assert.Equal("conv:1,2 relu", network.Canonical);
        foreach (Action wrong in (Action[])
        [
            () => _ = new Conv2d(new Tensor(new Shape(1, 1, 2), 1, 1), new Tensor(new Shape(1), 0)), () =>
                _ = new Conv2d(new Tensor(new Shape(1, 1, 1, 2), 1, 1), new Tensor(new Shape(1), 0)),
            () => _ = new Conv2d(new Tensor(new Shape(1, 1, 1, 1), 1), new Tensor(new Shape(2), 0, 0)), () =>
                _ = new Conv2d(new Tensor(new Shape(1, 1, 1, 1), 1), new Tensor(new Shape(1), 0), stride: 0),
            () => _ = new Conv2d(new Tensor(new Shape(1, 1, 1, 1), 1), new Tensor(new Shape(1), 0), padding: -1), () =>
                _ = new ParametricRelu(new Tensor(new Shape(1, 2), 1, 1)),
        ])
            Assert.ThrowsAny<ArgumentException>(wrong);
    }

    [Fact]
    public void Slopes_of_ones_own_are_saved_and_loaded()
    {
        var network = new Sequential(new ParametricRelu(new Tensor(new Shape(2), -3, 0.5f)));
        Assert.Equal([6, -1], network.Predict(new Shape(2), -2, -2));
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        ModelFile.Save(path, new SavedModel { Network = network, InputShape = new Shape(2), Loss = "mse", Seed = 1 });
        Sequential loaded = ModelFile.Load(path).Network;
        Assert.Equal([6, -1], loaded.Predict(new Shape(2), -2, -2));
        Assert.Equal([-3, 0.5f], ((ParametricRelu)loaded[0]).Slopes.Value.ToArray());
    }

    [Fact]
    public void A_layer_is_known_by_its_place()
    {
        Sequential network = Sequential.Build("linear:3 relu batch-norm linear:1", new Shape(2), new RandomSource(1));
        Assert.Equal(3, network.Count);
        Assert.Equal((2, 3, "3.weight"),
            (((Linear)network[0]).Weight.Value.Shape[1], ((Linear)network[2]).Weight.Value.Count, ((Linear)network[2]).Weight.Name));
        Assert.Equal((3, 0f), (((BatchNorm)network[1]).RunningMean.Value.Count, ((BatchNorm)network[1]).Bias.Value.At(0)));
        foreach (int place in (int[])[-1, 3]) Assert.Throws<ArgumentOutOfRangeException>(() => network[place]);
    }

    [Fact]
    public void A_trace_takes_activations_on_their_own_and_nothing_that_draws()
    {
        var joined = new Sequential(new Linear(2, 3, new RandomSource(1), Activation.Parse("tanh")), new Linear(3, 1, new RandomSource(2)));
        var apart = new Sequential(new Linear(2, 3, new RandomSource(1)), new ActivationLayer(Activation.Parse("tanh")), new Linear(3, 1, new RandomSource(2)));
        float[] row = Samples.Make(2, 1);
        var target = new Tensor(new Shape(1, 1), 1);
        string[] found = [.. ((Sequential[])[joined, apart])
            .Select(network => Written(BackPropagationTrace.Of(network, row, target, new MeanSquaredErrorLoss(), rate: 0.5f)))];
        Assert.Equal(found[0], found[1]);
        foreach (string drawing in (string[])["linear:3 dropout:0.5 linear:1", "linear:3 rrelu linear:1", "residual(linear:2 dropout:0.5) linear:1",
            "batch-norm linear:1"])
        {
            Sequential network = Sequential.Build(drawing, new Shape(2), new RandomSource(1));
            Assert.Contains("A trace takes",
                Assert.Throws<ArgumentException>(() => BackPropagationTrace.Of(network, row, target, new MeanSquaredErrorLoss(), rate: 0.5f)).Message,
                StringComparison.Ordinal);
        }
    }

    // Names of layers differ, since the activation on its own has a place.
    private static string Written(BackPropagationTrace trace)
    {
        var text = new StringWriter();
        trace.Write(text);
        return text.ToString().Replace("Layer 2", "Layer 1", StringComparison.Ordinal);
    }
}
