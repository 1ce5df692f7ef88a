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
    /// <exception cref="ArgumentException">A layer that is not piecewise linear.</exception>
    internal static List<Stage> Of(Sequential network, int inputs)
    {
        var stages = new List<Stage>();
        int width = inputs;
        foreach ((_, Layer layer) in network.Children)
        {
            if (layer is Linear linear)
            {
                if (linear.Inputs != width) throw new ArgumentException($"The network takes rows of {linear.Inputs} inputs here, not {width}.", nameof(network));
                stages.Add(Map(linear));
                width = linear.Outputs;
            }

            if (layer is Dropout or AlphaDropout or Flatten || layer.Activation is { IsIdentity: true }) continue;
            stages.Add(new Stage(null, [], [.. Enumerable.Range(0, width).Select(unit => Pieces(layer, unit, width))]));
        }

        return stages;
    }

    private static Stage Map(Linear layer)
    {
        ReadOnlySpan<float> weight = layer.OwnParameters[0].Value.Span;
        var wide = new double[layer.Outputs, layer.Inputs];
        for (int output = 0; output < layer.Outputs; output++)
        {
            for (int i = 0; i < layer.Inputs; i++) wide[output, i] = weight[(output * layer.Inputs) + i];
        }

        return new Stage(wide, Array.ConvertAll(layer.OwnParameters[1].Value.ToArray(), value => (double)value), []);
    }

    private static Piece[] Pieces(Layer layer, int unit, int width) => layer switch
    {
        // A channel's units lie one behind the other.
        ParametricRelu relu => Bent(relu.OwnParameters[0].Value.Span[unit / (width / relu.OwnParameters[0].Value.Count)]),
        RandomizedRelu relu => Bent(relu.Mean),
        _ => layer.Activation?.Function switch
        {
            Step => [new(double.NegativeInfinity, 0, 0), new(0, 0, 1)],
            Relu => Bent(0),
            LeakyRelu relu => Bent(relu.Slope),
            Relu6 => [.. Bent(0), new(6, 0, 6)],
            _ => throw new ArgumentException($"Regions are those of step and ReLU units (relu, leaky-relu, prelu, rrelu, relu6) behind linear layers, not of '{layer.Canonical}'."),
        },
    };

    private static Piece[] Bent(double slope) => [new(double.NegativeInfinity, slope, 0), new(0, 1, 0)];
}
