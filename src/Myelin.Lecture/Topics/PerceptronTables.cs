using Myelin.Activations;
using Myelin.Analysis;
using Myelin.Classical;
using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Optimizers;
using Myelin.Tensors;
using Myelin.Training;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>The perceptron and its rule, the lines of XOR, layers that collapse into one, and regions of the plane.</summary>
internal static class PerceptronTables
{
    internal static IEnumerable<LectureTable> Perceptron(LectureTexts texts)
    {
        float[] sums = [-1, -0.5f, 0, 0.5f, 1], outputs = Activation.Parse("step").Apply(new Tensor(new Shape(sums.Length), sums)).ToArray();
        yield return new LectureTable("f(Wᵀx)", ["Wᵀx", "f"], [.. sums.Select((z, i) => (string[])[Text(z), Text(outputs[i])])]);
        double[,] points = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        (string Name, int[] Labels, Perceptron Learned)[] gates = [.. new (string Name, int[] Labels)[] { ("OR", [0, 1, 1, 1]), ("AND", [0, 0, 0, 1]), ("XOR", [0, 1, 1, 0]) }
            .Select(gate => (gate.Name, gate.Labels, Classical.Perceptron.Learn(Samples.Of(points, gate.Labels))))];
        yield return new LectureTable(
            "W ← W + y x,   y = ±1",
            ["", "w₁", "w₂", "w₀", texts.Term("updates"), "γ", "R", "(R / γ)²"],
            [.. gates.Select(gate => (string[])[gate.Name, .. Found(gate.Learned)])]);
        (_, int[] labels, Perceptron xor) = gates[^1];
        IReadOnlyList<int> counts = xor.Contradiction!;
        double[] Term(int row) => [.. new[] { 1, points[row, 0], points[row, 1] }.Select(x => counts[row] * (labels[row] == 0 ? -1 : 1) * x)];
        yield return new LectureTable(
            "XOR: Σ n y x = 0",
            ["x₁", "x₂", "y", "n", "n y · 1", "n y · x₁", "n y · x₂"],
            [.. Enumerable.Range(0, 4).Select(row => (string[])[Text(points[row, 0]), Text(points[row, 1]), labels[row] == 0 ? "-1" : "1", $"{counts[row]}", .. Term(row).Select(value => Text(value))]),
                [texts.Term("sum"), "", "", "", .. Enumerable.Range(0, 3).Select(i => Text(Enumerable.Range(0, 4).Sum(row => Term(row)[i])))]]);

        // Where no line separates, the weights at which the rule was stopped say nothing.
        static string[] Found(Perceptron learned) => learned.IsSeparating
            ? [Text(learned.Model.Coefficient(0, 0)), Text(learned.Model.Coefficient(0, 1)), Text(learned.Model.Intercepts[0]), $"{learned.Updates}", Text(learned.Margin), Text(learned.Radius), Text(learned.Bound, 1)]
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
            [.. Enumerable.Range(0, 4).Select(i => (string[])[Text(x[2 * i]), Text(x[2 * i + 1]), Side(2 * i), Side(2 * i + 1), Text(g[i]), g[i] < 0 ? "0" : "1", g[i] < 0 ? "B" : "A"])]);
        Sequential learnt = Learnt(points);
        float[] hidden = learnt.FirstLayers(1, new Shape(2)).Predict(new Shape(2), points), logits = learnt.Predict(new Shape(2), points);
        yield return new LectureTable(
            $"{texts.Term("learnt")}: {learnt.Canonical}",
            ["x₁", "x₂", "h₁(x)", "h₂(x)", "z", "σ(z)", texts.Term("class")],
            [.. Enumerable.Range(0, 4).Select(i => (string[])[Text(points[2 * i]), Text(points[2 * i + 1]), Text(hidden[2 * i]), Text(hidden[2 * i + 1]), Text(logits[i], 2), Text(1 / (1 + Math.Exp(-logits[i]))), logits[i] < 0 ? "B" : "A"])]);

        string Side(int i) => $"{Text(steps[i])} ({(h[i] < 0 ? '-' : '+')})";
    }

    /// <summary>A network of the same size that found weights of its own.</summary>
    private static Sequential Learnt(float[] points)
    {
        var network = Sequential.Build("linear:2 tanh linear:1", new Shape(2), new RandomSource(5));
        var options = new TrainerOptions { Epochs = 2000, BatchSize = 4, LearningRate = new ConstantRate(0.02f), Patience = 0 };
        new Trainer(network, new BinaryCrossEntropyLoss(), new Adam(), options).Fit(MemorySource.WithLabels(new Shape(2), points, [0, 1, 1, 0], 2));
        return network;
    }

    internal static IEnumerable<LectureTable> Collapse(LectureTexts texts)
    {
        Tensor[] weights =
        [
            new(new Shape(3, 2), 1, 2, 0, 1, 3, -1), new(new Shape(2, 3), 2, 0, 1, 1, 1, -1), new(new Shape(2, 2), 1, -1, 0, 3), new(new Shape(1, 2), 1, 1),
        ];
        var x = new Tensor(new Shape(2, 1), 3, -2);
        Tensor folded = weights[3].MatMul(weights[2]).MatMul(weights[1]).MatMul(weights[0]);
        var layers = new List<string[]>();
        Tensor y = x;
        for (int i = 0; i < weights.Length; i++)
        {
            string[] row = [$"W{"₁₂₃₄"[i]}", Matrix(weights[i]), Vector(y), ""];
            y = weights[i].MatMul(y);
            layers.Add([.. row[..3], Vector(y)]);
        }

        yield return new LectureTable("Y = W₄ (W₃ (W₂ (W₁ X₁)))", ["", "W", "X", "W X"], layers);
        yield return new LectureTable("W = W₄ W₃ W₂ W₁", ["", "W", "X₁", "W X₁"], [["W", Matrix(folded), Vector(x), Vector(folded.MatMul(x))]]);

        static string Vector(Tensor column) => $"({string.Join(", ", column.ToArray())})";
        static string Matrix(Tensor matrix) => $"[{string.Join("; ", matrix.ToArray().Chunk(matrix.Shape[1]).Select(row => string.Join(' ', row)))}]";
    }

    internal static IEnumerable<LectureTable> Regions(LectureTexts texts)
    {
        Line[] xor = [new(1, 1, -0.5), new(1, 1, -1.5)];
        PolyhedralRegion[] regions = [.. PolyhedralRegions.InWindow(xor, -1, 2, -1, 2)];
        yield return new LectureTable(
            "XOR: h₁ = x₁ + x₂ - 0.5, h₂ = x₁ + x₂ - 1.5",
            [texts.Term("vertex"), texts.Term("has-region"), texts.Term("share")],
            [.. Enumerable.Range(0, 4).Select(code => (int[])[code >> 1, code & 1]).Select(vertex =>
            {
                double area = regions.Where(region => region.Code.SequenceEqual(vertex)).Sum(region => region.Area);
                return (string[])[$"({vertex[0]}, {vertex[1]})", texts.Term(area > 0 ? "yes" : "no"), $"{Text(100 * area / 9, 1)} %"];
            })]);
        var relus = new Sequential(
            new Linear(new Tensor(new Shape(2, 2), 1, 1, 1, 1), new Tensor(new Shape(2), 0, -1), Activation.Parse("relu")),
            new Linear(new Tensor(new Shape(1, 2), 1, -2), new Tensor(new Shape(1), 0)));
        yield return new LectureTable(
            "h₁ = ReLU(x₁ + x₂), h₂ = ReLU(x₁ + x₂ - 1), y = h₁ - 2 h₂",
            [texts.Term("region"), "y", texts.Term("share")],
            [.. PolyhedralRegions.InWindow(relus, -1, 2, -1, 2).Select(region => (string[])[$"({string.Join(", ", region.Code)})", Map(region.Outputs[0]), $"{Text(100 * region.Area / 9, 1)} %"])]);
        yield return new LectureTable(
            "Σ C(p, i), i = 0 … d",
            ["p", "d = 1", "d = 2", "d = 3"],
            [.. new[] { 1, 2, 3, 4, 5 }.Select(p => (string[])[$"{p}", .. new[] { 1, 2, 3 }.Select(d => $"{PolyhedralRegions.MostRegions(p, d)}")])]);

        static string Map(Line y)
        {
            string[] terms = [.. new[] { (y.A, "x₁"), (y.B, "x₂"), (y.C, "") }.Where(term => term.Item1 != 0)
                .Select(term => $"{(term.Item1 < 0 ? "- " : "+ ")}{(Math.Abs(term.Item1) == 1 && term.Item2.Length > 0 ? "" : Text(Math.Abs(term.Item1)))}{term.Item2}")];
            return terms.Length == 0 ? "0" : string.Join(' ', terms).TrimStart('+', ' ');
        }
    }
}
