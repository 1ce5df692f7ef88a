using Myelin.Activations;
using Myelin.Analysis;
using Myelin.Layers;
using Myelin.Lecture.Texts;
using Myelin.Reports.Cells;
using Myelin.Tensors;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>What layers make of their inputs: linear ones collapse into one, steps and ReLUs divide the plane into regions.</summary>
internal static class LayerTables
{
    internal static IEnumerable<LectureTable> Collapse(LectureTexts texts)
    {
        Tensor[] weights =
        [
            new(new Shape(3, 2), 1, 2, 0, 1, 3, -1), new(new Shape(2, 3), 2, 0, 1, 1, 1, -1), new(new Shape(2, 2), 1, -1, 0, 3), new(new Shape(1, 2), 1, 1),
        ];
        var x = new Tensor(new Shape(2, 1), 3, -2);
        Tensor folded = weights[3].MatMul(weights[2]).MatMul(weights[1]).MatMul(weights[0]);
        var layers = new List<Cell[]>();
        Tensor y = x;
        for (int i = 0; i < weights.Length; i++)
        {
            Cell[] row = [$"W{"₁₂₃₄"[i]}", Matrix(weights[i]), Vector(y), ""];
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
                return (Cell[])[$"({vertex[0]}, {vertex[1]})", texts.Term(area > 0 ? "yes" : "no"), $"{Text(100 * area / 9, 1)} %"];
            })]);
        var relus = new Sequential(
            new Linear(new Tensor(new Shape(2, 2), 1, 1, 1, 1), new Tensor(new Shape(2), 0, -1), Activation.Parse("relu")),
            new Linear(new Tensor(new Shape(1, 2), 1, -2), new Tensor(new Shape(1), 0)));
        yield return new LectureTable(
            "h₁ = ReLU(x₁ + x₂), h₂ = ReLU(x₁ + x₂ - 1), y = h₁ - 2 h₂",
            [texts.Term("region"), "y", texts.Term("share")],
            [.. PolyhedralRegions.InWindow(relus, -1, 2, -1, 2)
                .Select(region => (Cell[])[$"({string.Join(", ", region.Code)})", Map(region.Outputs[0]), $"{Text(100 * region.Area / 9, 1)} %"])]);
        yield return new LectureTable(
            "Σ C(p, i), i = 0 … d",
            ["p", "d = 1", "d = 2", "d = 3"],
            [.. new[] { 1, 2, 3, 4, 5 }.Select(p => (Cell[])[$"{p}", .. new[] { 1, 2, 3 }.Select(d => $"{PolyhedralRegions.MostRegions(p, d)}")])]);

        static string Map(Line y)
        {
            string[] terms = [.. new[] { (y.A, "x₁"), (y.B, "x₂"), (y.C, "") }.Where(term => term.Item1 != 0)
                .Select(term =>
                    $"{(term.Item1 < 0 ? "- " : "+ ")}{(Math.Abs(term.Item1) == 1 && term.Item2.Length > 0 ? "" : Text(Math.Abs(term.Item1)))}{term.Item2}")];
            return terms.Length == 0 ? "0" : string.Join(' ', terms).TrimStart('+', ' ');
        }
    }
}
