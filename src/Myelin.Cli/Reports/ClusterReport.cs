using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Models;
using Myelin.Models.Evaluations;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Clusters: how many rows each has, how near they lie, where its centre is in the columns' units, and which values of another column it holds.</summary>
internal sealed class ClusterReport(Run run) : IUnsupervisedResult
{
    private const int MostClustersAcross = 6;
    private const int MostInputsShown = 12;

    private readonly IReadOnlyList<ClusterFacts> clusters = run.Clusters!;

    public TrainedModel Model => run.Model;

    public IDataSource Rows => run.TrainingSource;

    private IEnumerable<string> Names => clusters.Select(cluster => $"{cluster.Cluster}");

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["task"] = "clusters",
            ["rows"] = Rows.Count,
            ["metrics"] = ScoreTables.ToJson(run.Training!.Scores),
            ["clusters"] = new JsonArray([.. clusters.Select(cluster => new JsonObject
            {
                ["cluster"] = $"{cluster.Cluster}",
                ["rows"] = cluster.Rows,
                ["mean_squared_distance"] = JsonText.Number(cluster.MeanSquaredDistance),
                ["center"] = new JsonObject(cluster.Center.Select(input => KeyValuePair.Create(input.Input, JsonText.Number(input.Value)))),
            })]),
        };
        if (run.Comparison is { } comparison)
        {
            json["comparison"] = new JsonObject
            {
                ["column"] = comparison.Column,
                ["values"] = JsonText.Texts(comparison.Values),
                ["rows"] = new JsonArray([.. comparison.Rows.Select(counts => new JsonArray([.. counts.Select(count => (JsonNode)count)]))]),
            };
        }

        return json;
    }

    public void Write(IAnsiConsole console)
    {
        Grid table = TextTable.Of(["cluster"], "rows", "share", "mean squared distance");
        foreach (ClusterFacts cluster in clusters) table.AddCells($"{cluster.Cluster}", $"{cluster.Rows}", Share(cluster.Rows), TextTable.Number(cluster.MeanSquaredDistance));
        table.Write(console, "Clusters");
        if (clusters.Count <= MostClustersAcross) WriteCenters(console);
        if (run.Comparison is { } comparison) WriteComparison(console, comparison);
        ScoreTables.WriteScores(console, ("all rows", run.Training!.Scores));
    }

    /// <summary>The inputs in which centres differ most as they enter the model stand in the table, the others in JSON.</summary>
    private void WriteCenters(IAnsiConsole console)
    {
        int inputs = clusters[0].Center.Count;
        int[] shown = [.. Enumerable.Range(0, inputs).OrderByDescending(Spread).Take(MostInputsShown).Order()];
        Grid table = TextTable.Of(["input"], Names);
        foreach (int i in shown) table.AddCells([clusters[0].Center[i].Input, .. clusters.Select(cluster => cluster.Center[i].Value.ToString("G4", CultureInfo.InvariantCulture))]);
        table.Write(console, shown.Length < inputs ? $"Centres: the {shown.Length} of {inputs} inputs that differ most" : "Centres");
    }

    private void WriteComparison(IAnsiConsole console, ClusterComparison comparison)
    {
        Grid table = TextTable.Of([comparison.Column], Names);
        foreach ((int i, string value) in comparison.Values.Index()) table.AddCells([value, .. comparison.Rows[i].Select(count => $"{count}")]);
        table.Write(console, $"'{comparison.Column}' down, clusters across");
    }

    private double Spread(int input) => (clusters.Max(cluster => cluster.Center[input].Value) - clusters.Min(cluster => cluster.Center[input].Value)) / run.Model.NamedInputs[input].Scaling.Scale;

    private string Share(int count) => ((double)count / Rows.Count).ToString("0.0 %", CultureInfo.InvariantCulture);
}
