using Myelin.Layers;
using Myelin.Losses;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Reference;

/// <summary>A step worked through: by hand where numbers are small, against difference quotients and the engine where they are not.</summary>
public sealed class BackPropagationTraceTests
{
    [Fact]
    public void A_step_of_two_units_is_what_one_works_out_on_paper()
    {
        var network = new Sequential(
            new Linear(new Tensor(new Shape(1, 2), 0.5f, -1), new Tensor(new Shape(1), 0.25f), Activations.Activation.Parse("relu")),
            new Linear(new Tensor(new Shape(1, 1), 2), new Tensor(new Shape(1), -0.5f)));
        BackPropagationTrace trace = BackPropagationTrace.Of(network, [2, 1], new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), 0.5f);
        // z = 1 - 1 + 0.25 = 0.25 = h; y = 0.5 - 0.5 = 0; L = 1; dL/dy = -2; w: -2 · 0.25; into h: -4; w1: -4 · 2.
        (TracedLayer first, TracedLayer second) = (trace.Layers[0], trace.Layers[1]);
        Assert.Equal((0.25, 0.25, 1.0, 0.0, 1.0), (first.Sums[0], first.Outputs[0], first.Slopes[0], second.Outputs[0], trace.Loss));
        Assert.Equal((-2.0, -2.0, -4.0, -4.0), (second.OutputGradients[0], second.Deltas[0], second.InputGradients[0], first.Deltas[0]));
        Assert.Equal([-0.5, -2], second.Weights.Select(weight => weight.Gradient));
        Assert.Equal([-8, -4, -4], first.Weights.Select(weight => weight.Gradient));
        Assert.Equal([0.5 + 4, -1 + 2, 0.25 + 2], first.Weights.Select(weight => weight.After));
        Assert.Equal([2.25, 0.5], second.Weights.Select(weight => weight.After));
        Assert.Equal([-2, 4], first.InputGradients);
        Assert.Equal([null, 0, 1, null], second.Weights.Skip(1).Concat(first.Weights).Select(weight => weight.Input));
        // These numbers are exact in float32, so the engine has the same.
        Assert.All(trace.Layers.SelectMany(layer => layer.Weights),
            weight => Assert.Equal((weight.Gradient, weight.After), (weight.EngineGradient, weight.EngineAfter)));
        Assert.Equal(trace.Loss, trace.EngineLoss);
        Assert.Equal([0.5f, -1, 0.25f, 2, -0.5f], network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
    }

    [Theory]
    [InlineData("linear:2 sigmoid linear:1 sigmoid", "mse", false)]
    [InlineData("linear:4 tanh linear:3 selu linear:2", "huber:delta=0.3", false)]
    [InlineData("linear:5 elu linear:3", "cross-entropy", true)]
    [InlineData("linear:3 leaky-relu:slope=0.1 linear:1", "binary-cross-entropy", true)]
    [InlineData("linear:3 sigmoid linear:1", "rmse", false)]
    public void Gradients_are_difference_quotients_and_the_engine_has_them_in_float32(string text, string lossText, bool labels)
    {
        var (shape, loss, random) = (new Shape(2), Loss.Parse(lossText), new System.Random(5));
        Sequential network = Sequential.Build(text, shape, new RandomSource(3));
        float[] row = [0.7f, -1.3f];
        int outputs = network.OutputShape(shape).Count;
        Targets targets = labels ? (Labels)new[] { 1 } : new Tensor(new Shape(1, outputs), [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle())]);
        BackPropagationTrace trace = BackPropagationTrace.Of(network, row, targets, loss, 0.1f);
        Assert.Equal(trace.Loss, trace.EngineLoss, 1e-6);
        foreach ((TracedLayer traced, int place) in trace.Layers.Select((layer, place) => (layer, place)))
        {
            var layer = (Linear)network.Children[place].Layer;
            foreach (TracedWeight weight in traced.Weights)
            {
                Span<float> values = layer.OwnParameters[weight.Input is null ? 1 : 0].Value.Slot.Span;
                int at = weight.Input is { } input ? (weight.Unit * layer.Inputs) + input : weight.Unit;
                float was = values[at];
                double above = LossWith(values, at, was + 0.001f), width = values[at] - (double)was;
                double below = LossWith(values, at, was - 0.001f);
                width += was - (double)values[at];
                values[at] = was;
                Assert.Equal((above - below) / width, weight.Gradient, 1e-5);
                Assert.Equal(weight.Gradient, weight.EngineGradient, 1e-6);
                Assert.Equal((was, was - 0.1f * weight.Gradient), (weight.Before, weight.After));
                Assert.Equal(weight.After, weight.EngineAfter, 1e-6);
            }
        }

        double LossWith(Span<float> values, int at, float value)
        {
            values[at] = value;
            return BackPropagationTrace.Of(network, row, targets, loss, 0.1f).Loss;
        }
    }

    [Fact]
    public void The_written_step_has_every_number()
    {
        Sequential network = Sequential.Build("linear:2 tanh linear:1", new Shape(2), new RandomSource(1));
        BackPropagationTrace trace = BackPropagationTrace.Of(network, [1, 0], new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), 0.5f);
        var text = new StringWriter();
        trace.Write(text);
        double[] numbers =
            [.. trace.Layers.SelectMany(layer => layer.Sums.Concat(layer.Outputs).Concat(layer.Slopes).Concat(layer.Deltas)
            .Concat(layer.InputGradients).Concat(layer.Weights.SelectMany(weight => new[] { weight.Before, weight.Gradient, weight.After })))];
        Assert.All(numbers,
            number =>
            Assert.Contains((Math.Round(number, 6) + 0.0).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture), text.ToString(),
            StringComparison.Ordinal));
        Assert.Contains("Layer 2, backwards", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_traced_is_refused()
    {
        Sequential network = Sequential.Build("linear:2 batch-norm linear:1", new Shape(2), new RandomSource(1));
        Assert.Contains("not 'batch-norm",
            Assert.Throws<ArgumentException>(() =>
            BackPropagationTrace.Of(network, [1, 0], new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), 0.5f)).Message, StringComparison.Ordinal);
        Sequential half = Sequential.Build("linear:2 linear:1", new Shape(2), new RandomSource(1));
        half.Children[0].Layer.Freeze();
        BackPropagationTrace Traced(Sequential one) => BackPropagationTrace.Of(one, [1, 0], new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), 0.5f);
        Assert.Contains("'0.weight' is frozen", Assert.Throws<ArgumentException>(() => Traced(half)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Traced(half.FirstLayers(2, new Shape(2))).Layers.Count);
        Assert.Throws<ArgumentException>(() =>
            BackPropagationTrace.Of(Sequential.Build("linear:1", new Shape(2), new RandomSource(1)), [1, 0, 3], new Tensor(new Shape(1, 1), 1),
            new MeanSquaredErrorLoss(), 0.5f));
    }
}
