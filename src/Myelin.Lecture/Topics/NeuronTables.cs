using Myelin.Activations;
using Myelin.Classical;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Reports.Cells;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>One neuron and its activations, one neuron as a regression, and one step of back-propagation through three.</summary>
internal static class NeuronTables
{
    // Six points near a line, and whether each exam was passed.
    private static readonly float[] Hours = [1, 2, 3, 4, 5, 6];
    private static readonly float[] Points = [2, 3, 5, 4, 6, 7];
    private static readonly int[] Passed = [0, 0, 1, 0, 1, 1];

    // Some penalty is needed, since rows that a line separates would have coefficients without end; these are not.
    private const double NoPenalty = 1e-9;

    internal static IEnumerable<LectureTable> Neuron(LectureTexts texts)
    {
        var inputs = new Tensor(new Shape(4, 2), 0, 0, 0, 1, 1, 0, 1, 1);
        float[] Of(string activation) =>
            Activation.Parse(activation).ApplyLinear(inputs, new Tensor(new Shape(1, 2), 1, 1), new Tensor(new Shape(1), -0.5f)).ToArray();
        float[] x = inputs.ToArray(), sums = Of("identity"), steps = Of("step"), sigmoids = Of("sigmoid");
        yield return new LectureTable(
            "z = -0.5 + x₁ + x₂",
            ["x₁", "x₂", "z", "y = z", "y = step(z)", "y = σ(z)"],
            [.. Enumerable.Range(0, 4)
                .Select(row => (Cell[])[Text(x[2 * row]), Text(x[2 * row + 1]), Text(sums[row]), Text(sums[row]), Text(steps[row]), Text(sigmoids[row])])]);
    }

    /// <summary>
    /// The line of least squares, and the neuron that descends to it; and the regression and the neuron side by side, without and with the sigmoid.
    /// </summary>
    internal static IEnumerable<LectureTable> Regression(LectureTexts texts)
    {
        var points = MemorySource.WithTargets(new Shape(1), Hours, Points);
        LinearModel line = LeastSquares.Fit(Samples.Of(points)), neuron = Trained(points, new MeanSquaredErrorLoss(), 2000);
        yield return new LectureTable(
            $"y = β₀ + β₁x,   x = {string.Join(", ", Hours)},   y = {string.Join(", ", Points)}",
            ["", "β₁", "β₀", "MSE"],
            [
                Row("β = (XᵀX)⁻¹ Xᵀy", line),
                Row($"{texts.Term("neuron")} (SGD)", neuron),
            ]);
        var exams = MemorySource.WithLabels(new Shape(1), Hours, Passed, 2);
        LinearModel scores = LogisticRegression.Fit(Samples.Of(exams), NoPenalty);
        Sequential network = scores.ToNetwork();
        var unit = (Linear)network[0];
        var logistic = new Sequential(new Linear(unit.Weight.Value, unit.Bias.Value, Activation.Parse("sigmoid")));
        float[] h = network.Predict(new Shape(1), Hours), f = logistic.Predict(new Shape(1), Hours);
        yield return new LectureTable(
            $"f(x) = {Text(scores.Intercepts[0])} + {Text(scores.Coefficient(0, 0))} x",
            ["x", texts.Term("class"), "f(x)", "h(x)", "σ(f(x))", "f(h(x)), f = σ", "ŷ"],
            [.. Enumerable.Range(0, Hours.Length).Select(i =>
            {
                double score = scores.Predict([Hours[i]])[0];
                return (Cell[])[Text(Hours[i]), $"{Passed[i]}", Text(score), Text(h[i]), Text(1 / (1 + Math.Exp(-score))), Text(f[i]), score > 0 ? "1" : "0"];
            })]);

        Cell[] Row(string name, LinearModel model) =>
            [name, Text(model.Coefficient(0, 0)), Text(model.Intercepts[0]),
                Text(Hours.Zip(Points, (x, y) => Math.Pow(model.Predict([x])[0] - y, 2)).Average())];
    }

    /// <summary>One step of the network that XOR was set by hand with, its steps made sigmoids so that they have slopes.</summary>
    internal static IEnumerable<LectureTable> BackPropagation(LectureTexts texts)
    {
        Sequential network = HandSet("sigmoid");
        float[] row = [1, 0];
        const float rate = 1;
        BackPropagationTrace trace = BackPropagationTrace.Of(network, row, new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), rate);
        (TracedLayer hidden, TracedLayer output) = (trace.Layers[0], trace.Layers[1]);
        (string Name, TracedLayer Layer, int Unit)[] units = [("h₁", hidden, 0), ("h₂", hidden, 1), ("y", output, 0)];
        yield return new LectureTable(
            $"1. x = (1, 0), t = 1:   z = Wx + b,   h = σ(z)",
            ["", "z", "", "h = σ(z)", "σ'(z)"],
            [.. units.Select(unit =>
                (Cell[])[unit.Name, Terms(unit.Layer, unit.Unit), Text(unit.Layer.Sums[unit.Unit], 6), Text(unit.Layer.Outputs[unit.Unit], 6),
                Text(unit.Layer.Slopes[unit.Unit], 6)])]);
        yield return new LectureTable(
            $"2. L = (y - t)² = {Text(trace.Loss, 6)},   ∂L/∂y = 2 (y - t)",
            ["", "∂L/∂h", "σ'(z)", "δ = ∂L/∂z"],
            [.. units.Reverse()
                .Select(unit => (Cell[])[unit.Name, From(unit.Name, unit.Layer.OutputGradients[unit.Unit]), Text(unit.Layer.Slopes[unit.Unit], 6),
                Text(unit.Layer.Deltas[unit.Unit], 6)])]);
        yield return new LectureTable(
            $"3. ∂L/∂w = δ x,   w ← w - r ∂L/∂w,   r = {Text(rate)}",
            ["", texts.Term("before"), "∂L/∂w", texts.Term("after"), $"{texts.Term("engine")} ∂L/∂w", $"{texts.Term("engine")} {texts.Term("after")}"],
            [.. units.SelectMany(unit => unit.Layer.Weights.Where(weight => weight.Unit == unit.Unit).Select(weight => (Cell[])
                [Name(unit.Name, weight), Text(weight.Before), Text(weight.Gradient, 6), Text(weight.After, 6), Text(weight.EngineGradient, 6),
                    Text(weight.EngineAfter, 6)]))]);

        string From(string name, double gradient) => name switch
        {
            "y" => $"2 · ({Text(output.Outputs[0], 6)} - 1) = {Text(gradient, 6)}",
            "h₁" => $"1 · δ = {Text(gradient, 6)}",
            _ => $"-1 · δ = {Text(gradient, 6)}",
        };
        static string Name(string unit, TracedWeight weight) => weight.Input is { } input ? $"{unit}: w{"₁₂"[input]}" : $"{unit}: b";
        static string Terms(TracedLayer layer, int unit) => string.Join(" + ", layer.Weights.Where(weight => weight.Unit == unit)
            .Select(weight => weight.Input is { } input ? $"{Text(weight.Before)} · {Text(layer.Inputs[input])}" : Text(weight.Before).Text))
                .Replace("+ -", "- ", StringComparison.Ordinal);
    }

    /// <summary>The lecture's network for XOR, h₁ = x₁ + x₂ - 0.5, h₂ = x₁ + x₂ - 1.5, and h₁ - h₂ - 0.5 behind them.</summary>
    internal static Sequential HandSet(string activation) => new(
        new Linear(new Tensor(new Shape(2, 2), 1, 1, 1, 1), new Tensor(new Shape(2), -0.5f, -1.5f), Activation.Parse(activation)),
        new Linear(new Tensor(new Shape(1, 2), 1, -1), new Tensor(new Shape(1), -0.5f), Activation.Parse(activation)));

    private static LinearModel Trained(MemorySource rows, Loss loss, int epochs)
    {
        var neuron = Sequential.Build("linear:1", rows.InputShape, new RandomSource(1));
        new Trainer(neuron, loss, new Sgd(),
            new TrainerOptions { Epochs = epochs, BatchSize = rows.Count, LearningRate = new Constant(0.05f), Patience = 0 }).Fit(rows);
        return LinearModel.Of((Linear)neuron.Children[0].Layer);
    }
}
