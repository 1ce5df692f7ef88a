using Myelin.Activations;
using Myelin.Classical;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reports.Cells;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>The perceptron and its rule, and XOR by hand and learnt.</summary>
internal static class PerceptronTables
{
    internal static IEnumerable<LectureTable> Perceptron(LectureTexts texts)
    {
        float[] sums = [-1, -0.5f, 0, 0.5f, 1], outputs = Activation.Parse("step").Apply(new Tensor(new Shape(sums.Length), sums)).ToArray();
        yield return new LectureTable("f(Wᵀx)", ["Wᵀx", "f"], [.. sums.Select((z, i) => (Cell[])[Text(z), Text(outputs[i])])]);
        double[,] points = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        (string Name, int[] Labels,
            Perceptron Learned)[] gates = [.. new (string Name, int[] Labels)[] { ("OR", [0, 1, 1, 1]), ("AND", [0, 0, 0, 1]), ("XOR", [0, 1, 1, 0]) }
            .Select(gate => (gate.Name, gate.Labels, Classical.Perceptron.Learn(Samples.Of(points, gate.Labels))))];
        yield return new LectureTable(
            "W ← W + y x,   y = ±1",
            ["", "w₁", "w₂", "w₀", texts.Term("updates"), "γ", "R", "(R / γ)²"],
            [.. gates.Select(gate => (Cell[])[gate.Name, .. Found(gate.Learned)])]);
        (_, int[] labels, Perceptron xor) = gates[^1];
        IReadOnlyList<int> counts = xor.Contradiction!;
        double[] Term(int row) => [.. new[] { 1, points[row, 0], points[row, 1] }.Select(x => counts[row] * (labels[row] == 0 ? -1 : 1) * x)];
        yield return new LectureTable(
            "XOR: Σ n y x = 0",
            ["x₁", "x₂", "y", "n", "n y · 1", "n y · x₁", "n y · x₂"],
            [.. Enumerable.Range(0, 4)
                .Select(row =>
                (Cell[])[Text(points[row, 0]), Text(points[row, 1]), labels[row] == 0 ? "-1" : "1", $"{counts[row]}",
                .. Term(row).Select(value => Text(value))]),
                [texts.Term("sum"), "", "", "", .. Enumerable.Range(0, 3).Select(i => Text(Enumerable.Range(0, 4).Sum(row => Term(row)[i])))]]);

        // Where no line separates, the weights at which the rule was stopped say nothing.
        static Cell[] Found(Perceptron learned) => learned.IsSeparating
            ? [Text(learned.Model.Coefficient(0, 0)), Text(learned.Model.Coefficient(0, 1)), Text(learned.Model.Intercepts[0]), $"{learned.Updates}",
                Text(learned.Margin), Text(learned.Radius), Text(learned.Bound, 1)]
            : ["-", "-", "-", "∞", "-", Text(learned.Radius), "∞"];
    }

    internal static IEnumerable<LectureTable> Xor(LectureTexts texts)
    {
        float[] points = [0, 0, 0, 1, 1, 0, 1, 1];
        var inputs = new Tensor(new Shape(4, 2), points);
        Tensor lines = Activation.Identity.ApplyLinear(inputs, new Tensor(new Shape(2, 2), 1, 1, 1, 1), new Tensor(new Shape(2), -0.5f, -1.5f));
        Tensor sides = Activation.Parse("step").Apply(lines);
        Tensor second = Activation.Identity.ApplyLinear(sides, new Tensor(new Shape(1, 2), 1, -1), new Tensor(new Shape(1), -0.5f));
        float[] x = inputs.ToArray(), h = lines.ToArray(), steps = sides.ToArray(), g = second.ToArray();
        yield return new LectureTable(
            "XOR",
            ["x₁", "x₂", "h₁(x)", "h₂(x)", "h₁ - h₂ - 0.5", "XOR", texts.Term("class")],
            [.. Enumerable.Range(0, 4)
                .Select(i =>
                (Cell[])[Text(x[2 * i]), Text(x[2 * i + 1]), Side(2 * i), Side(2 * i + 1), Text(g[i]), g[i] < 0 ? "0" : "1", g[i] < 0 ? "B" : "A"])]);
        Sequential learnt = Learnt(points);
        float[] hidden = learnt.FirstLayers(1, new Shape(2)).Predict(new Shape(2), points), logits = learnt.Predict(new Shape(2), points);
        yield return new LectureTable(
            $"{texts.Term("learnt")}: {learnt.Canonical}",
            ["x₁", "x₂", "h₁(x)", "h₂(x)", "z", "σ(z)", texts.Term("class")],
            [.. Enumerable.Range(0, 4)
                .Select(i => (Cell[])[Text(points[2 * i]), Text(points[2 * i + 1]), Text(hidden[2 * i]), Text(hidden[2 * i + 1]), Text(logits[i], 2),
                Text(1 / (1 + Math.Exp(-logits[i]))), logits[i] < 0 ? "B" : "A"])]);

        string Side(int i) => $"{Text(steps[i])} ({(h[i] < 0 ? '-' : '+')})";
    }

    /// <summary>A network of the same size that found weights of its own.</summary>
    private static Sequential Learnt(float[] points)
    {
        var network = Sequential.Build("linear:2 tanh linear:1", new Shape(2), new RandomSource(5));
        var options = new TrainerOptions { Epochs = 2000, BatchSize = 4, LearningRate = new Constant(0.02f), Patience = 0 };
        new Trainer(network, new BinaryCrossEntropyLoss(), new Adam(), options).Fit(MemorySource.WithLabels(new Shape(2), points, [0, 1, 1, 0], 2));
        return network;
    }
}
