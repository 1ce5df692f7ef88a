using System.Text.Json.Nodes;
using Myelin.Models.Evaluations;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Metrics and confusions as tables.</summary>
internal static class ScoreTables
{
    private const int MostClassesShown = 12;

    /// <summary>Writes metrics, a column for each group of rows.</summary>
    internal static void WriteScores(IAnsiConsole console, params IEnumerable<(string Rows, Scores? Scores)> groups)
    {
        (string Rows, Scores Scores)[] shown = [.. groups.Where(group => group.Scores is not null).Select(group => (group.Rows, group.Scores!))];
        if (shown.Length == 0) return;
        Grid table = TextTable.Of(["metric"], shown.Select(group => group.Rows));
        for (int i = 0; i < shown[0].Scores.Values.Count; i++) table.AddCells([shown[0].Scores.Values[i].Name, .. shown.Select(group => TextTable.Number(group.Scores.Values[i].Value))]);
        table.Write(console, "Metrics");
    }

    /// <summary>Metrics by name; null for none.</summary>
    internal static JsonObject? ToJson(Scores? scores) => scores is null ? null : new(scores.Values.Select(metric => KeyValuePair.Create(metric.Name, JsonText.Number(metric.Value))));

    /// <summary>Writes which class was taken for which, where classes are few.</summary>
    internal static void WriteConfusion(IAnsiConsole console, string rows, IReadOnlyList<string> classes, double[,] confusion)
    {
        if (classes.Count > MostClassesShown) return;
        Grid table = TextTable.Of([""], classes);
        for (int i = 0; i < classes.Count; i++) table.AddCells([classes[i], .. Enumerable.Range(0, classes.Count).Select(j => confusion[i, j].ToString("G6"))]);
        table.Write(console, $"{rows}: actual class down, predicted class across");
    }
}
