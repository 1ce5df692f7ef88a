using Myelin.Initializers;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>Weights and biases before the first step have the distribution that their initialiser states.</summary>
public sealed class InitialWeightTests
{
    [Theory]
    [InlineData("glorot-uniform", 2.0 / 500)]
    [InlineData("glorot-normal", 2.0 / 500)]
    [InlineData("he-uniform", 2.0 / 300)]
    [InlineData("he-normal", 2.0 / 300)]
    [InlineData("lecun-uniform", 1.0 / 300)]
    [InlineData("lecun-normal", 1.0 / 300)]
    public void Initial_weights_have_the_mean_and_the_variance_of_their_initializer(string name, double variance)
    {
        Initializer initializer = Initializer.Parse(name);
        AssertDistribution(new Linear(300, 200, new RandomSource(3), initializer: initializer), variance, name.EndsWith("uniform", StringComparison.Ordinal));
        // 12 channels of 5 x 5 are 300 inputs as well; 8 filters of 5 x 5 are 200 outputs.
        AssertDistribution(new Conv2d(12, 8, 5, new RandomSource(4), initializer: initializer), variance,
            name.EndsWith("uniform", StringComparison.Ordinal), tolerance: 0.12);
    }

    [Theory]
    [InlineData("relu", 2.0 / 500, true)]
    [InlineData("leaky-relu", 2.0 / 500, true)]
    [InlineData("tanh", 2.0 / 500, true)]
    [InlineData("sigmoid", 2.0 / 500, true)]
    [InlineData("identity", 2.0 / 500, true)]
    [InlineData("selu", 1.0 / 300, false)]
    [InlineData("scaled-elu:scale=1.1,alpha=1.7", 1.0 / 300, false)]
    public void Without_a_name_the_initializer_suits_the_activation(string activation, double variance, bool uniform)
    {
        AssertDistribution(Sequential.Build($"linear:200 {activation}", new Shape(300), new RandomSource(3)).Children[0].Layer, variance, uniform);
        AssertDistribution(Sequential.Build($"conv:8,5 {activation}", new Shape(12, 5, 5), new RandomSource(4)).Children[0].Layer, variance, uniform,
            tolerance: 0.12);
    }

    private static void AssertDistribution(Layer layer, double variance, bool uniform, double tolerance = 0.04)
    {
        float[] weights = layer.OwnParameters[0].Value.ToArray();
        int inputs = weights.Length / layer.OwnParameters[0].Value.Shape[0];
        float[] biases = layer.OwnParameters[1].Value.ToArray();
        Assert.All(biases, bias => Assert.InRange(Math.Abs(bias * Math.Sqrt(inputs)), 0, 1.000001));
        Assert.True(biases.Distinct().Count() > biases.Length / 2);
        double mean = weights.Average(w => (double)w), second = weights.Average(w => (double)w * w), fourth = weights.Average(w => Math.Pow(w, 4));
        Assert.InRange(mean, -5 * Math.Sqrt(variance / weights.Length), 5 * Math.Sqrt(variance / weights.Length));
        Assert.InRange(second / variance, 1 - tolerance, 1 + tolerance);
        // The fourth moment tells the two apart: 9/5 of the squared variance, or 3.
        Assert.InRange(fourth / (second * second), uniform ? 1.6 : 2.6, uniform ? 2 : 3.4);
        if (uniform) Assert.InRange(weights.Max(Math.Abs), 0, Math.Sqrt(3 * variance) * 1.000001);
    }
}
