using System.Globalization;
using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Reference.Twins;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;

namespace Myelin.Reference;

/// <summary>
/// One step of gradient descent on one row, worked through: every sum, output, local gradient, product of the chain rule and update, in double
/// precision by the formulas of a textbook, beside what the engine computes for the same step. Source: Rumelhart, Hinton and Williams, "Learning
/// representations by back-propagating errors" (1986).
/// </summary>
/// <example><code>BackPropagationTrace.Of(network, [1, 0], new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), rate:
/// 0.5f).Write(Console.Out);</code></example>
public sealed class BackPropagationTrace
{
    private BackPropagationTrace(float rate) => Rate = rate;

    /// <summary>The layers, the first one first.</summary>
    public IReadOnlyList<TracedLayer> Layers { get; private init; } = [];

    /// <summary>L, the loss before the step.</summary>
    public double Loss { get; private init; }

    /// <summary>The loss that the engine computes.</summary>
    public float EngineLoss { get; private init; }

    /// <summary>r, the learning rate.</summary>
    public float Rate { get; }

    /// <summary>Works a step through; the network stays as it is. Rate factors and weight decays of its parameters are left out.</summary>
    /// <param name="network">Linear layers, each with an activation or none.</param>
    /// <param name="row">The inputs.</param>
    /// <param name="targets">The row's targets, <c>[1, outputs]</c>, or its label.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="rate">The learning rate, finite and 0 or more.</param>
    /// <exception cref="ArgumentException">Another layer, a frozen parameter, or a row or targets that do not fit.</exception>
    /// <exception cref="NonFiniteLossException">The loss is not finite, as where the row is not.</exception>
    /// <exception cref="NotSupportedException">A loss or activation without a twin in double precision.</exception>
    public static BackPropagationTrace Of(Sequential network, ReadOnlySpan<float> row, Targets targets, Loss loss, float rate)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        if (network.Parameters.FirstOrDefault(parameter => parameter.IsFrozen) is { } frozen)
            throw new ArgumentException(
                $"A trace takes a step with every parameter, and '{frozen.Name}' is frozen; unfreeze it, or trace a copy, which "
                    + $"{nameof(Sequential.FirstLayers)} gives.",
                nameof(network));
        Unit[] linear = [.. Units(network)];
        var shape = new Shape(row.Length);
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        Tensor output = network.Forward(tape.Input(shape.Batch(1), row)), value = loss.Compute(output, targets);
        tape.Backward(value);
        ReferenceTape reference = ReferenceTape.Replay(tape);
        reference.Backward(value);

        TracedLayer[] layers = Forward(linear, row);
        double[] behind = reference.Gradient(output);
        float[][] after = [.. EngineStep(network, row, targets, loss, rate).Select(parameter => parameter.Value.ToArray())];
        for (int place = linear.Length - 1; place >= 0; place--)
            behind = Backward(layers[place], linear[place], behind, rate, tape, after[2 * place], after[(2 * place) + 1]);
        return new BackPropagationTrace(rate) { Layers = layers, Loss = reference.Value(value).Values[0], EngineLoss = value.ToScalar() };
    }

    /// <summary>Writes the step as it would be worked on paper.</summary>
    /// <param name="output">Where to.</param>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (TracedLayer layer in Layers)
        {
            output.WriteLine($"Layer {layer.Name}, forwards: z = W x + b, h = {layer.Activation}(z)");
            for (int unit = 0; unit < layer.Sums.Count; unit++)
            {
                string terms = string.Join(" + ", layer.Weights.Where(weight => weight.Unit == unit)
                    .Select(weight => weight.Input is { } input ? $"{Text(weight.Before)} · {Text(layer.Inputs[input])}" : Text(weight.Before)))
                    .Replace("+ -", "- ", StringComparison.Ordinal);
                output.WriteLine($"  z{unit + 1} = {terms} = {Text(layer.Sums[unit])}   h{unit + 1} = {Text(layer.Outputs[unit])}   h{unit + 1}' = "
                    + $"{Text(layer.Slopes[unit])}");
            }
        }

        output.WriteLine($"Loss: {Text(Loss)}, the engine's {Text(EngineLoss)}");
        foreach (TracedLayer layer in Layers.Reverse())
        {
            output.WriteLine($"Layer {layer.Name}, backwards: δ = ∂L/∂h · h', ∂L/∂w = δ x, w ← w - {Text(Rate)} ∂L/∂w");
            for (int unit = 0; unit < layer.Sums.Count; unit++)
                output.WriteLine($"  δ{unit + 1} = {Text(layer.OutputGradients[unit])} · {Text(layer.Slopes[unit])} = {Text(layer.Deltas[unit])}");
            foreach (TracedWeight weight in layer.Weights)
            {
                string name = weight.Input is { } input ? $"w{weight.Unit + 1}{input + 1}" : $"b{weight.Unit + 1}";
                output.WriteLine($"  ∂L/∂{name} = {Text(weight.Gradient)} (engine {Text(weight.EngineGradient)})   {name}: {Text(weight.Before)} → "
                    + $"{Text(weight.After)} (engine {Text(weight.EngineAfter)})");
            }

            output.WriteLine($"  ∂L/∂x = Wᵀ δ = ({string.Join(", ", layer.InputGradients.Select(Text))})");
        }
    }

    /// <summary>The linear maps of a network, each with the activation behind it.</summary>
    private static IEnumerable<Unit> Units(Sequential network)
    {
        // In training such a layer computes something else than in prediction.
        if (Drawing(network) is { } drawing)
            throw new ArgumentException($"A trace takes layers that draw nothing, not '{drawing.Canonical}'.", nameof(network));
        IReadOnlyList<PredictionStep> steps = network.PredictionSteps;
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not AffineStep map)
                throw new ArgumentException($"A trace takes linear layers, each with an activation or none, not '{steps[i].Layer.Canonical}'.",
                    nameof(network));
            var next = i + 1 < steps.Count ? steps[i + 1] as PointwiseStep : null;
            if (next is not null) i++;
            yield return new Unit(map.Layer.Path, map.Weight, map.Bias, next?.Function ?? Activation.Identity);
        }
    }

    private static Layer? Drawing(Layer layer) =>
        layer.Draws is not null ? layer : layer.Children.Select(child => Drawing(child.Layer)).FirstOrDefault(found => found is not null);

    private static TracedLayer[] Forward(Unit[] network, ReadOnlySpan<float> row)
    {
        var layers = new TracedLayer[network.Length];
        var x = new double[row.Length];
        for (int i = 0; i < x.Length; i++) x[i] = row[i];
        for (int place = 0; place < layers.Length; place++)
        {
            Unit layer = network[place];
            ScalarReference f = TwinCatalog.Of(layer.Activation.Function);
            double[] sums = [.. Enumerable.Range(0, layer.Outputs)
                .Select(unit => Bias(layer, unit) + Enumerable.Range(0, layer.Inputs).Sum(i => Weight(layer, unit, i) * x[i]))];
            layers[place] = new TracedLayer
            {
                Name = layer.Name,
                Activation = layer.Activation.Canonical,
                Inputs = x,
                Sums = sums,
                Outputs = Array.ConvertAll(sums, f.Value),
                Slopes = Array.ConvertAll(sums, f.Derivative),
            };
            x = [.. layers[place].Outputs];
        }

        return layers;
    }

    private static double[] Backward(TracedLayer traced, Unit layer, double[] behind, float rate, Tape tape, float[] weightsAfter, float[] biasesAfter)
    {
        double[] deltas = [.. behind.Zip(traced.Slopes, (gradient, slope) => gradient * slope)];
        float[] gradients = tape.Gradient(layer.Weight.Value).ToArray(), biasGradients = tape.Gradient(layer.Bias.Value).ToArray();
        var weights = new List<TracedWeight>();
        for (int unit = 0; unit < layer.Outputs; unit++)
        {
            for (int i = 0; i < layer.Inputs; i++)
            {
                double before = Weight(layer, unit, i), gradient = deltas[unit] * traced.Inputs[i];
                int at = (unit * layer.Inputs) + i;
                weights.Add(new TracedWeight(unit, i, before, gradient, before - (rate * gradient), gradients[at], weightsAfter[at]));
            }

            weights.Add(new TracedWeight(unit, null, Bias(layer, unit), deltas[unit], Bias(layer, unit) - (rate * deltas[unit]), biasGradients[unit],
                biasesAfter[unit]));
        }

        (traced.OutputGradients, traced.Deltas, traced.Weights) = (behind, deltas, weights);
        double[] onwards = [.. Enumerable.Range(0, layer.Inputs)
            .Select(i => Enumerable.Range(0, layer.Outputs).Sum(unit => Weight(layer, unit, i) * deltas[unit]))];
        traced.InputGradients = onwards;
        return onwards;
    }

    /// <summary>The parameters after the engine's trainer has taken one step on the row.</summary>
    private static IEnumerable<Parameter> EngineStep(Sequential network, ReadOnlySpan<float> row, Targets targets, Loss loss, float rate)
    {
        var shape = new Shape(row.Length);
        Sequential copy = network.FirstLayers(network.Children.Count, shape);
        MemorySource rows = targets.AreLabels
            ? MemorySource.WithLabels(shape, row.ToArray(), [targets.Labels[0]], Math.Max(2, copy.OutputShape(shape).Count))
            : MemorySource.WithTargets(shape, row.ToArray(), targets.Values.ToArray(), targets.Values.Count);
        new Trainer(copy, loss, new Sgd(), new TrainerOptions { Epochs = 1, BatchSize = 1, LearningRate = new Constant(rate) }).Fit(rows);
        return copy.Parameters;
    }

    private static double Weight(Unit layer, int unit, int input) => layer.Weight.Value.Span[(unit * layer.Inputs) + input];

    private static double Bias(Unit layer, int unit) => layer.Bias.Value.Span[unit];

    // What rounds to -0 is 0.
    // Adding 0 leaves -0 out; what six decimals would hide is written with an exponent.
    private static string Text(double value) =>
        (value + 0.0).ToString(value == 0 || Math.Abs(value) >= 1e-4 ? "0.######" : "0.######e+0", CultureInfo.InvariantCulture);

    /// <summary>A linear map and its activation.</summary>
    private sealed record Unit(string Name, Parameter Weight, Parameter Bias, Activation Activation)
    {
        internal int Inputs => Weight.Value.Shape[1];

        internal int Outputs => Bias.Value.Count;
    }
}
