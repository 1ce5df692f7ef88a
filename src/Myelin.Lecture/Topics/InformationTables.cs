using Myelin.Lecture.Texts;
using Myelin.Metrics;
using Myelin.Reports.Cells;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>How surprising outcomes are, and distributions on average.</summary>
internal static class InformationTables
{
    private static readonly double[] Passing = [0.4, 0.99];

    private static readonly double[][] FiveOutcomes = [[0.1, 0.15, 0.5, 0.15, 0.1], [0.01, 0.09, 0.8, 0.09, 0.01], [0.2, 0.2, 0.2, 0.2, 0.2]];

    internal static IEnumerable<LectureTable> Information(LectureTexts texts) =>
    [
        new(
            "I(x) = -log p(x)",
            ["x", texts.Term("probability"), texts.Term("bits"), texts.Term("nats")],
            [.. Passing.Select((p, i) =>
                (Cell[])[$"{(char)('A' + i)}", Text(p), Text(InformationMeasures.SelfInformation(p)),
                Text(InformationMeasures.SelfInformation(p, InformationUnit.Nats))])]),
    ];

    internal static IEnumerable<LectureTable> Entropy(LectureTexts texts)
    {
        yield return new LectureTable(
            $"{texts.Term("entropy")}: p, 1 - p",
            ["x", "p", "1 - p", "I(x)", "H(X)"],
            [
                .. Passing.Select((p, i) =>
                    (Cell[])[$"{(char)('A' + i)}", Text(p), Text(1 - p), Text(InformationMeasures.SelfInformation(p)),
                    Text(InformationMeasures.Entropy([p, 1 - p]))]),
                ["", "0.5", "0.5", "1", Text(InformationMeasures.Entropy([0.5, 0.5]))],
            ]);
        yield return new LectureTable(
            texts.Term("distribution"),
            ["x = 1", "2", "3", "4", "5", $"H(X), {texts.Term("bits")}", texts.Term("nats")],
            [.. FiveOutcomes.Select(p =>
                (Cell[])[.. p.Select(share => Text(share)), Text(InformationMeasures.Entropy(p)),
                Text(InformationMeasures.Entropy(p, InformationUnit.Nats))])]);
    }
}
