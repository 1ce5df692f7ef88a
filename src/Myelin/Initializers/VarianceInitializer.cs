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
public sealed class VarianceInitializer(WeightScale scale, WeightDistribution distribution) : Initializer
{
    /// <inheritdoc/>
    public override string Canonical { get; } = $"{scale}-{distribution}".ToLowerInvariant();

    internal Member<Initializer> Member => new(
        Canonical,
        $"{(distribution == WeightDistribution.Uniform ? "Uniform" : "Normal")} with the variance "
            + $"{scale switch { WeightScale.Glorot => "2 / (inputs + outputs)", WeightScale.He => "2 / inputs", _ => "1 / inputs" }}.",
        _ => this)
    {
        Suits = scale switch
        {
            WeightScale.Glorot => "weights before sigmoid, tanh and outputs",
            WeightScale.He => "weights before ReLU and its kin",
            _ => "weights before SELU"
        },
    };

    /// <inheritdoc/>
    public override Tensor Draw(Shape shape, int inputs, int outputs, Philox random)
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
}
