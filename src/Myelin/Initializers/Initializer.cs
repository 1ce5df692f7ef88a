using System.Runtime.Intrinsics;
using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Kernels;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Initializers;

/// <summary>The shape of the distribution that initial weights are drawn from.</summary>
public enum WeightDistribution
{
    /// <summary>Uniform between -√(3 v) and √(3 v) for the variance v.</summary>
    Uniform,

    /// <summary>Normal with mean 0 and the variance v.</summary>
    Normal,
}

/// <summary>
/// Draws initial weights with mean 0 and a variance that suits the activation behind them: Glorot 2 / (inputs + outputs), He
/// 2 / inputs, LeCun 1 / inputs (see <see cref="WeightScale"/> for sources).
/// </summary>
/// <param name="scale">The family.</param>
/// <param name="distribution">The shape of the distribution.</param>
public sealed class Initializer(WeightScale scale, WeightDistribution distribution)
{
    // Weights and biases of a layer share its random stream and are told apart by the step in it.
    private const uint WeightDraw = 0;
    private const uint BiasDraw = 1;

    /// <summary>Every initialiser by name: <c>glorot-uniform</c>, <c>glorot-normal</c>, <c>he-…</c>, <c>lecun-…</c>.</summary>
    public static Catalog<Initializer> All { get; } = new(
        "initializer",
        [.. from scale in Enum.GetValues<WeightScale>() from distribution in Enum.GetValues<WeightDistribution>() select Entry(new Initializer(scale, distribution))]);

    /// <summary>The name in the catalogue.</summary>
    public string Name { get; } = $"{scale}-{distribution}".ToLowerInvariant();

    /// <summary>The initialiser for weights before an activation: its family; normal for LeCun, as in the paper on SELU, else uniform.</summary>
    /// <param name="activation">The activation behind the weights.</param>
    public static Initializer For(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return new Initializer(activation.Scale, activation.Scale == WeightScale.LeCun ? WeightDistribution.Normal : WeightDistribution.Uniform);
    }

    /// <summary>Draws weights.</summary>
    /// <param name="shape">The shape of the weights, outputs first.</param>
    /// <param name="inputs">How many inputs each output is computed from.</param>
    /// <param name="outputs">How many outputs each input has a part in.</param>
    /// <param name="random">The random stream.</param>
    public Tensor Draw(Shape shape, int inputs, int outputs, Philox random)
    {
        float variance = scale switch
        {
            WeightScale.Glorot => 2f / ((float)inputs + outputs),
            WeightScale.He => 2f / inputs,
            _ => 1f / inputs,
        };
        if (distribution == WeightDistribution.Uniform) return Uniform(shape, MathF.Sqrt(3 * variance), random, WeightDraw);
        var weights = new float[shape.Count];
        random.FillNormal(weights, WeightDraw, row: 0);
        Copy.Scaled(weights, MathF.Sqrt(variance), weights, accumulate: false);
        return new Tensor(shape, weights);
    }

    /// <summary>
    /// Draws initial biases, uniform between -1/√inputs and 1/√inputs as PyTorch does: with biases of 0 every ReLU would bend at the
    /// same place, the mean of the data.
    /// </summary>
    /// <param name="count">The number of biases.</param>
    /// <param name="inputs">How many inputs each output is computed from.</param>
    /// <param name="random">The random stream; the same one as for the weights.</param>
    public static Tensor DrawBias(int count, int inputs, Philox random) => Uniform(new Shape(count), 1 / MathF.Sqrt(inputs), random, BiasDraw);

    private static Tensor Uniform(Shape shape, float limit, Philox random, uint draw)
    {
        var values = new float[shape.Count];
        random.FillUniform(values, draw, row: 0);
        Elementwise.Map(new Spread(limit), values, values);
        return new Tensor(shape, values);
    }

    private static (string, Func<Spec, Initializer>) Entry(Initializer initializer) => (initializer.Name, _ => initializer);

    private readonly struct Spread(float limit) : ILaneMap1
    {
        public Vector512<float> Invoke(Vector512<float> uniform) => uniform * (2 * limit) - Vector512.Create(limit);
    }
}
