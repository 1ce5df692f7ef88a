using Myelin.Activations;
using Myelin.Layers;

namespace Myelin.Analysis;

/// <summary>A piece of a function of one variable: slope · z + offset from a place on, up to where the next piece begins.</summary>
internal readonly record struct Piece(double From, double Slope, double Offset);

/// <summary>A linear map, weights <c>[outputs, inputs]</c>, or the pieces of each unit.</summary>
internal sealed record Stage(double[,]? Weight, double[] Bias, Piece[][] Units);

/// <summary>A network in prediction as linear maps and piecewise linear units, in double precision.</summary>
internal static class PiecewiseLinear
{
    /// <summary>The stages of a network for rows of so many inputs.</summary>
    /// <exception cref="InvalidInputException">A layer that is not piecewise linear.</exception>
    internal static List<Stage> Of(Sequential network, int inputs)
    {
        var stages = new List<Stage>();
        int width = inputs;
        foreach (PredictionStep step in network.PredictionSteps)
        {
            if (step is FlattenStep) continue;
            if (step is not AffineStep map)
            {
                stages.Add(new Stage(null, [], [.. Enumerable.Range(0, width).Select(unit => Pieces(step, unit, width))]));
                continue;
            }

            if (map.Inputs != width) throw new ArgumentException($"The network takes rows of {map.Inputs} inputs here, not {width}.", nameof(network));
            stages.Add(Map(map));
            width = map.Outputs;
        }

        return stages;
    }

    private static Stage Map(AffineStep map)
    {
        ReadOnlySpan<float> weight = map.Weight.Value.Span;
        var wide = new double[map.Outputs, map.Inputs];
        for (int output = 0; output < map.Outputs; output++)
        {
            for (int i = 0; i < map.Inputs; i++) wide[output, i] = weight[(output * map.Inputs) + i];
        }

        return new Stage(wide, Array.ConvertAll(map.Bias.Value.ToArray(), value => (double)value), []);
    }

    private static Piece[] Pieces(PredictionStep step, int unit, int width) => step switch
    {
        // A channel's units lie one behind the other.
        SlopeStep { Slopes.Value: var slopes } => Bent(slopes.Span[unit / (width / slopes.Count)]),
        PointwiseStep { Function.Function: Step } => [new(double.NegativeInfinity, 0, 0), new(0, 0, 1)],
        PointwiseStep { Function.Function: Relu } => Bent(0),
        PointwiseStep { Function.Function: LeakyRelu relu } => Bent(relu.Slope),
        PointwiseStep { Function.Function: Relu6 } => [.. Bent(0), new(6, 0, 6)],
        _ => throw new InvalidInputException($"Regions are those of step and ReLU units (relu, leaky-relu, prelu, rrelu, relu6) behind linear "
            + $"layers, not of '{step.Layer.Canonical}'."),
    };

    private static Piece[] Bent(double slope) => [new(double.NegativeInfinity, slope, 0), new(0, 1, 0)];
}
