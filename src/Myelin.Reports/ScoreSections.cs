using Myelin.Models;
using Myelin.Models.Evaluations;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Reports;

/// <summary>Metrics and confusions, as several reports have them.</summary>
internal static class ScoreSections
{
    private const int MostClassesShown = 12;

    /// <summary>Metrics for people, a column for each group of rows.</summary>
    internal static IEnumerable<Section> Metrics(params IEnumerable<(string Rows, Scores? Scores)> groups)
    {
        (string Rows, Scores Scores)[] shown = [.. groups.Where(group => group.Scores is not null).Select(group => (group.Rows, group.Scores!))];
        if (shown.Length == 0) yield break;
        yield return new Table(
            [Column.OfText(null, "metric"), .. shown.Select(group => Column.OfNumbers(null, group.Rows))],
            [.. shown[0].Scores.Values.Select((metric, i) => (Cell[])[metric.Name, .. shown.Select(group => Cell.Metric(group.Scores.Values[i].Value))])])
        { Title = "Metrics" };
    }

    /// <summary>Metrics by name; none without scores.</summary>
    internal static Cell OfScores(Scores? scores) =>
        scores is null ? Cell.None : new Cell.Named([.. scores.Values.Select(metric => (metric.Name, Cell.Metric(metric.Value)))]);

    /// <summary>What reports of rows without targets begin with.</summary>
    internal static Facts WithoutTarget(Run run, TaskKind task) => new(
        new Fact("task", TaskNames.Of(task)),
        new Fact("rows", run.TrainingSource.Count),
        new Fact("metrics", OfScores(run.Training!.Scores)));

    /// <summary>The classes, and which was taken for which; people see it where classes are few.</summary>
    internal static IEnumerable<Section> Confusion(string rows, IReadOnlyList<string> classes, double[,] confusion)
    {
        yield return new Facts(new Fact("classes", Cell.Of(classes.Select(name => new Cell.Class(name)))));
        yield return new Matrix("", classes, classes, [.. classes.Select((_, i) => (Cell[])[.. classes.Select((_, j) => Cell.Significant(confusion[i, j]))])])
        {
            Key = "confusion_matrix",
            Title = $"{rows}: actual class down, predicted class across",
            IsShown = classes.Count <= MostClassesShown,
        };
    }
}
