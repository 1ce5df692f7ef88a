namespace Myelin.Reference;

/// <summary>What passes through one layer, h = f(z) with z = W x + b, forwards and backwards.</summary>
public sealed record TracedLayer
{
    /// <summary>The layer's place in the network.</summary>
    public required string Name { get; init; }

    /// <summary>The activation f.</summary>
    public required string Activation { get; init; }

    /// <summary>x, what the layer takes in.</summary>
    public required IReadOnlyList<double> Inputs { get; init; }

    /// <summary>z of each unit.</summary>
    public required IReadOnlyList<double> Sums { get; init; }

    /// <summary>h = f(z) of each unit.</summary>
    public required IReadOnlyList<double> Outputs { get; init; }

    /// <summary>f'(z), the local gradient of each unit.</summary>
    public required IReadOnlyList<double> Slopes { get; init; }

    /// <summary>∂L/∂h of each unit, as it comes from behind.</summary>
    public IReadOnlyList<double> OutputGradients { get; internal set; } = [];

    /// <summary>δ = ∂L/∂z = ∂L/∂h · f'(z) of each unit.</summary>
    public IReadOnlyList<double> Deltas { get; internal set; } = [];

    /// <summary>∂L/∂x = Wᵀ δ, as it goes on to the layer before.</summary>
    public IReadOnlyList<double> InputGradients { get; internal set; } = [];

    /// <summary>The weights, unit by unit, each unit's bias behind them.</summary>
    public IReadOnlyList<TracedWeight> Weights { get; internal set; } = [];
}

/// <summary>A weight or bias before and after the step, in double precision and as the engine has it.</summary>
/// <param name="Unit">The unit that it belongs to, counted from 0.</param>
/// <param name="Input">The input that it multiplies, counted from 0; null for the bias.</param>
/// <param name="Before">Its value before.</param>
/// <param name="Gradient">∂L/∂w = δ x, and ∂L/∂b = δ.</param>
/// <param name="After">w - r ∂L/∂w.</param>
/// <param name="EngineGradient">The gradient that the engine's tape gives in float32.</param>
/// <param name="EngineAfter">The value after a step of the engine's trainer in float32.</param>
public sealed record TracedWeight(int Unit, int? Input, double Before, double Gradient, double After, float EngineGradient, float EngineAfter);
