using System.Globalization;
using Myelin.Ensembles;
using Myelin.Layers;
using Myelin.Lecture.Texts;
using Myelin.Random;
using Myelin.Reports.Cells;
using Myelin.Tensors;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Votes of three models, and how often the vote of many is right.</summary>
internal static class EnsembleTables
{
    private const double AccuracyOfOne = 0.7;

    // What each model gives for each datum; above 0 it says class 1.
    private static readonly float[][] Scores = [[-3, 1, 2, -1, -1], [1, -1, 2, -2, 1], [1, 3, -1, -1, -2]];
    private static readonly int[] Truth = [1, 1, 1, 0, 1];

    internal static IEnumerable<LectureTable> Ensembles(LectureTexts texts)
    {
        int data = Truth.Length;
        var shape = new Shape(data);
        // A datum is a row with a single 1, so that a member's weights are its answers.
        var ensemble = new Ensemble(shape,
            [.. Scores.Select(scores => new Sequential(new Linear(new Tensor(new Shape(1, data), scores), new Tensor(new Shape(1), 0))))]);
        float[] rows = [.. Enumerable.Range(0, data * data).Select(i => i % (data + 1) == 0 ? 1f : 0)];
        int[] votes = ensemble.Vote(rows);
        float[] means = ensemble.Predict(rows);
        yield return new LectureTable(
            "h₁, h₂, h₃",
            [texts.Term("data"), texts.Term("class"), "h₁", "h₂", "h₃", texts.Term("vote"), texts.Term("mean")],
            [.. Enumerable.Range(0, data)
                .Select(i =>
                (Cell[])[$"{i + 1}", $"{Truth[i]}", .. Scores.Select(scores => Text(scores[i])), Mark(votes[i], Truth[i]),
                $"{Text(means[i], 2)} → {Mark(means[i] > 0 ? 1 : 0, Truth[i])}"])]);
        yield return new LectureTable(
            $"Σ C(M, i) pⁱ (1-p)ᴹ⁻ⁱ, i > M/2, p = {Text(AccuracyOfOne)}",
            [$"M: {texts.Term("models")}", texts.Term("accuracy")],
            [.. new[] { 1, 3, 5, 11, 21 }.Select(models => (Cell[])[$"{models}", Text(AccuracyOfVote(models))])]);
        var three = new Ensemble(new Shape(2),
            [.. Enumerable.Range(1, 3).Select(seed => Sequential.Build("linear:8 tanh linear:1", new Shape(2), new RandomSource((ulong)seed)))]);
        Sequential network = three.ToNetwork();
        float[] x = [0.5f, -1], together = three.SideBySide().Predict(three.InputShape, x);
        yield return new LectureTable(
            $"{texts.Term("network")}: {network.Canonical}",
            ["x = (0.5, -1)", three.Members[0].Canonical, texts.Term("network")],
            [
                .. three.Members.Select((member, i) => (Cell[])[$"h{"₁₂₃"[i]}", Exact(member.Predict(three.InputShape, x)[0]), Exact(together[i])]),
                [texts.Term("mean"), Exact(three.Predict(x)[0]), Exact(network.Predict(three.InputShape, x)[0])],
            ]);
    }

    /// <summary>How often more than half of so many independent models are right.</summary>
    private static double AccuracyOfVote(int models)
    {
        double sum = 0, term = Math.Pow(AccuracyOfOne, models);
        for (int right = models; right > models / 2; right--)
        {
            sum += term;
            term *= right * (1 - AccuracyOfOne) / ((models - right + 1) * AccuracyOfOne);
        }

        return sum;
    }

    private static string Exact(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Mark(int chosen, int truth) => $"{chosen} {(chosen == truth ? "✓" : "✗")}";
}
