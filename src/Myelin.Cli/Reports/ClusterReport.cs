using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Classical;
using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Serialization;
using Myelin.Tables;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Clusters: how many rows each has, how near they lie, where its centre is in the columns' units, and which values of another column it holds.</summary>
internal sealed class ClusterReport(SavedModel model, DataEncoding encoding, UnlabelledRows rows, KMeans clusters, TextColumn? compared) : IUnsupervisedResult
{
    /// <summary>The most values of a column that clusters are compared with.</summary>
    internal const int MostCompared = 50;

    private const int MostClustersAcross = 6;
    private const int MostInputsShown = 12;

    private readonly (string Name, Standardization Scaling)[] inputs = [.. rows.Inputs];
    private readonly Scores scores = Scores.Of(clusters, rows.Samples);

    public SavedModel Model => model;

    public DataEncoding Encoding => encoding;

    public IDataSource Rows => rows.Source;

    public IReadOnlyList<string> Notes => [$"{rows.Source.Count} rows, {inputs.Length} inputs:", .. rows.Notes];

    private IEnumerable<int> Numbers => Enumerable.Range(0, clusters.Count);

    private string[] Values => compared is null ? [] : [.. compared.Categories, .. Enumerable.Range(0, rows.Source.Count).Any(compared.IsMissing) ? new[] { "missing" } : []];

    public JsonObject ToJson()
    {
        (int[] counts, double[] distances) = Members();
        var json = new JsonObject
        {
            ["task"] = "clusters",
            ["rows"] = rows.Source.Count,
            ["metrics"] = scores.ToJson(),
            ["clusters"] = new JsonArray([.. Numbers.Select(k => new JsonObject
            {
                ["cluster"] = encoding.Classes[k],
                ["rows"] = counts[k],
                ["mean_squared_distance"] = JsonText.Number(distances[k]),
                ["center"] = new JsonObject(inputs.Select((input, i) => KeyValuePair.Create(input.Name, JsonText.Number(Center(k, i))))),
            })]),
        };
        if (compared is not null) json["comparison"] = new JsonObject { ["column"] = compared.Name, ["values"] = JsonText.Texts(Values), ["rows"] = JsonText.Matrix(Comparison()) };
        return json;
    }

    public void Write(IAnsiConsole console)
    {
        (int[] counts, double[] distances) = Members();
        Grid table = TextTable.Of(["cluster"], "rows", "share", "mean squared distance");
        foreach (int k in Numbers) table.AddCells(encoding.Classes[k], $"{counts[k]}", Share(counts[k]), TextTable.Number(distances[k]));
        table.Write(console, "Clusters");
        if (clusters.Count <= MostClustersAcross) WriteCenters(console);
        if (compared is not null) WriteComparison(console);
        ScoreTables.WriteScores(console, ("all rows", scores));
    }

    /// <summary>The inputs in which centres differ most stand in the table, the others in JSON.</summary>
    private void WriteCenters(IAnsiConsole console)
    {
        int[] shown = [.. Enumerable.Range(0, inputs.Length).OrderByDescending(Spread).Take(MostInputsShown).Order()];
        Grid table = TextTable.Of(["input"], Numbers.Select(k => encoding.Classes[k]));
        foreach (int i in shown) table.AddCells([inputs[i].Name, .. Numbers.Select(k => Center(k, i).ToString("G4", CultureInfo.InvariantCulture))]);
        table.Write(console, shown.Length < inputs.Length ? $"Centres: the {shown.Length} of {inputs.Length} inputs that differ most" : "Centres");
    }

    private void WriteComparison(IAnsiConsole console)
    {
        double[,] counts = Comparison();
        Grid table = TextTable.Of([compared!.Name], Numbers.Select(k => encoding.Classes[k]));
        foreach ((int value, string text) in Values.Index()) table.AddCells([text, .. Numbers.Select(k => $"{counts[value, k]}")]);
        table.Write(console, $"'{compared.Name}' down, clusters across");
    }

    private (int[] Rows, double[] Distances) Members()
    {
        var (counts, distances, weights) = (new int[clusters.Count], new double[clusters.Count], new double[clusters.Count]);
        for (int row = 0; row < rows.Samples.Rows; row++)
        {
            int k = clusters.Clusters[row];
            double weight = rows.Samples.Weight(row);
            counts[k]++;
            weights[k] += weight;
            for (int i = 0; i < inputs.Length; i++) distances[k] += weight * Math.Pow(rows.Samples.Input(row)[i] - clusters.Center(k)[i], 2);
        }

        return (counts, [.. Numbers.Select(k => distances[k] / weights[k])]);
    }

    private double[,] Comparison()
    {
        var counts = new double[Values.Length, clusters.Count];
        for (int row = 0; row < rows.Source.Count; row++) counts[compared!.IsMissing(row) ? Values.Length - 1 : compared.Codes[row], clusters.Clusters[row]]++;
        return counts;
    }

    private double Center(int cluster, int input) => (clusters.Center(cluster)[input] * inputs[input].Scaling.Scale) + inputs[input].Scaling.Mean;

    private double Spread(int input) => Numbers.Max(k => clusters.Center(k)[input]) - Numbers.Min(k => clusters.Center(k)[input]);

    private string Share(int count) => ((double)count / rows.Source.Count).ToString("0.0 %", CultureInfo.InvariantCulture);
}
