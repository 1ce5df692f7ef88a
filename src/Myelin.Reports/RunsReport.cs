using System.Globalization;
using Myelin.Models;
using Myelin.Models.Runs;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Reports;

/// <summary>The runs that a folder keeps, or two of them side by side.</summary>
public static class RunsReport
{
    /// <summary>The report of all runs of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="runs">Its runs.</param>
    public static Report Of(string folder, IReadOnlyList<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            return new Report([new Facts(new Fact("folder", folder)), new Table([], []) { Key = "runs", IsShown = false }, new Prose("0 runs")]);
        return new Report(
            new Facts(new Fact("folder", folder)),
            Records(runs),
            new Table(
                [Column.OfText(null, "run"), Column.OfText(null, "recipe"),
                    .. new[] { "data", "end", "result", "epochs", "seconds" }.Select(heading => Column.OfNumbers(null, heading))],
                [.. runs.Select(run =>
                    (Cell[])[run.Name, run.Recipe, run.Data is [var only] ? only : $"{run.Data.Count} files", EndOf(run), Result(run),
                    run.Epochs == 0 ? "" : run.Epochs, Seconds(run)])])
            { Title = runs.Count == 1 ? "1 run" : $"{runs.Count} runs" });
    }

    /// <summary>The report of two runs: what differs, and what it did to each metric.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="one">A run.</param>
    /// <param name="other">Another one.</param>
    public static Report Compare(string folder, RunRecord one, RunRecord other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new Report(
        [
            new Facts(new Fact("folder", folder)),
            Records([one, other]),
            new Table(
                [Column.OfText(null, "setting"), Column.OfText(null, one.Name), Column.OfText(null, other.Name)],
                [.. Settings(one, other).Where(row => row.First != row.Second).Select(row => (Cell[])[row.Name, row.First, row.Second])])
            { Title = "What differs" },
            .. Metrics("Test rows", one, other, run => run.TestScores),
            .. Metrics("Validation rows", one, other, run => run.Validation),
            .. Metrics("Training rows", one, other, run => run.Training),
        ]);
    }

    private static IEnumerable<Section> Metrics(string part, RunRecord one, RunRecord other, Func<RunRecord,
        IReadOnlyList<(string Name, double Value)>?> scoresOf)
    {
        if (scoresOf(one) is not { } first || scoresOf(other) is not { } second) yield break;
        Dictionary<string, double> beside = second.ToDictionary(metric => metric.Name, metric => metric.Value);
        yield return new Table(
            [Column.OfText(null, "metric"), Column.OfNumbers(null, one.Name), Column.OfNumbers(null, other.Name), Column.OfNumbers(null, "difference")],
            [.. first.Where(metric => beside.ContainsKey(metric.Name))
                .Select(metric =>
                (Cell[])[metric.Name, Cell.Metric(metric.Value), Cell.Metric(beside[metric.Name]), Cell.Metric(beside[metric.Name] - metric.Value)])])
        { Title = part };
    }

    private static IEnumerable<(string Name, string First, string Second)> Settings(RunRecord one, RunRecord other)
    {
        (string Name, string Value)[] first = Of(one), second = Of(other);
        foreach (string name in first.Concat(second).Select(setting => setting.Name).Distinct())
            yield return (name, first.FirstOrDefault(setting => setting.Name == name).Value ?? "",
                second.FirstOrDefault(setting => setting.Name == name).Value ?? "");

        static (string, string)[] Of(RunRecord run) =>
        [
            ("recipe", run.Recipe),
            ("data", string.Join(", ", run.Data)),
            ("target", run.Target),
            ("loss", run.Loss ?? ""),
            ("model", run.Model),
            ("rows", $"{run.TrainingRows}, {run.ValidationRows}, {run.TestRows}"),
            .. run.Settings.Where(setting => setting.Name is not ("recipe" or "data")),
            ("end", EndOf(run)),
            ("weights", run.WeightsSha256 ?? ""),
        ];
    }

    private static Table Records(IReadOnlyList<RunRecord> runs)
    {
        string[] keys = ["run", "started", "recipe", "data", "task", "target", "loss", "rows", "end", "epochs", "metrics", "baseline", "seconds",
            "weights_sha256"];
        return new Table([.. keys.Select(Column.OfJson)], [.. runs.Select(Record)]) { Key = "runs", IsShown = false };
    }

    private static Cell[] Record(RunRecord run) =>
    [
        run.Name, run.Started.ToString("O", CultureInfo.InvariantCulture), run.Recipe, Cell.Of(run.Data), run.Task, run.Target, run.Loss,
        new Cell.Named([("training", run.TrainingRows), ("validation", run.ValidationRows), ("test", run.TestRows)]),
        run.End is { } end ? RunEndNames.Of(end) : Cell.None,
        run.Epochs,
        new Cell.Named([("test", Scores(run.TestScores)), ("validation", Scores(run.Validation)), ("training", Scores(run.Training))]),
        Scores(run.Baseline), Seconds(run), run.WeightsSha256,
    ];

    private static Cell Scores(IReadOnlyList<(string Name, double Value)>? scores) =>
        scores is null ? Cell.None : new Cell.Named([.. scores.Select(metric => (metric.Name, Cell.Metric(metric.Value)))]);

    private static Cell Seconds(RunRecord run) => run.Seconds is { } seconds ? Cell.Decimals(seconds, 1) : Cell.None;

    private static string Result(RunRecord run)
    {
        (string part, IReadOnlyList<(string, double)>? scores) = run.TestScores is { } test ? ("test", test) : run.Validation is { } validation
            ? ("validation", validation) : ("training", run.Training);
        return scores is [var (metric, value), ..] ? $"{part} {metric} {Cell.Metric(value)}" : "";
    }

    private static string EndOf(RunRecord run) => run.End is { } end ? RunEndNames.Of(end).Replace('_', ' ') : "not ended";
}
