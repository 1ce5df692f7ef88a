using Myelin.Activations;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Folds neighbouring linear layers without an activation between them: W₂ (W₁ x + b₁) + b₂ = (W₂ W₁) x + (W₂ b₁ + b₂), in double precision. The text of the
/// folded network, and the values of its parameters and buffers in their order.
/// </summary>
internal sealed class LinearCollapse
{
    private readonly List<string> texts = [];
    private readonly List<float[]> parameters = [];
    private readonly List<float[]> buffers = [];
    private Folded? pending;

    private LinearCollapse(Sequential network)
    {
        foreach ((_, Layer layer) in network.Children) Add(layer);
        Flush();
    }

    private string Text => texts.Count > 0 ? string.Join(' ', texts) : Activation.Identity.Canonical;

    /// <summary>The folded network, with values of its own.</summary>
    internal static Sequential Of(Sequential network, Shape inputShape, Catalogs? catalogs)
    {
        var collapse = new LinearCollapse(network);
        var folded = Sequential.Build(collapse.Text, inputShape, new RandomSource(0), catalogs);
        foreach ((Parameter parameter, float[] values) in folded.Parameters.Zip(collapse.parameters)) parameter.Slot.Overwrite(values);
        foreach ((LayerBuffer buffer, float[] values) in folded.Buffers.Zip(collapse.buffers)) values.CopyTo(buffer.Span);
        return folded;
    }

    private void Add(Layer layer)
    {
        if (layer is Sequential)
        {
            foreach ((_, Layer own) in layer.Children) Add(own);
            return;
        }

        // What passes values through in prediction, and draws nothing in training.
        if (layer is { PredictionSteps: [], DrawsInside: false }) return;
        if (Folded.Of(layer) is { } linear)
        {
            pending = pending is { Activation.IsIdentity: true } before ? before.Then(linear) : FlushBefore(linear);
            return;
        }

        Flush();
        if (layer is Residual)
        {
            var inner = new LinearCollapse((Sequential)layer.Children[0].Layer);
            texts.Add($"residual({inner.Text})");
            parameters.AddRange(inner.parameters);
            buffers.AddRange(inner.buffers);
            return;
        }

        texts.Add(layer.Canonical);
        parameters.AddRange(layer.Parameters.Select(parameter => parameter.Value.Span.ToArray()));
        buffers.AddRange(layer.Buffers.Select(buffer => buffer.Span.ToArray()));
    }

    private Folded FlushBefore(Folded next)
    {
        Flush();
        return next;
    }

    private void Flush()
    {
        if (pending is not { } folded) return;
        texts.Add(folded.Text);
        parameters.Add(Array.ConvertAll(folded.Weight, value => (float)value));
        parameters.Add(Array.ConvertAll(folded.Bias, value => (float)value));
        pending = null;
    }

    /// <summary>One linear layer that stands for several.</summary>
    private sealed record Folded(int Inputs, double[] Weight, double[] Bias, Activation Activation)
    {
        internal string Text => LayerText.Of($"linear:{Bias.Length}", Activation);

        internal static Folded? Of(Layer layer) => layer switch
        {
            { Children.Count: > 0 } or { Draws: not null } => null,
            { PredictionSteps: [AffineStep map] } => Of(map, Activation.Identity),
            { PredictionSteps: [AffineStep map, PointwiseStep { Function: var activation }] } => Of(map, activation),
            _ => null,
        };

        private static Folded Of(AffineStep map, Activation activation) =>
            new(map.Inputs, Array.ConvertAll(map.Weight.Value.ToArray(), value => (double)value),
                Array.ConvertAll(map.Bias.Value.ToArray(), value => (double)value), activation);

        internal Folded Then(Folded next)
        {
            int outputs = next.Bias.Length, inner = Bias.Length;
            var weight = new double[outputs * Inputs];
            double[] bias = [.. next.Bias];
            for (int output = 0; output < outputs; output++)
            {
                for (int k = 0; k < inner; k++)
                {
                    double factor = next.Weight[(output * inner) + k];
                    bias[output] += factor * Bias[k];
                    for (int i = 0; i < Inputs; i++) weight[(output * Inputs) + i] += factor * Weight[(k * Inputs) + i];
                }
            }

            return new Folded(Inputs, weight, bias, next.Activation);
        }
    }
}
