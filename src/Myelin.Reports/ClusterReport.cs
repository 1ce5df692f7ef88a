using Myelin.Models;
using Myelin.Models.Evaluations;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Reports;

/// <summary>
/// Clusters: how many rows each has, how near they lie, where its centre is in the columns' units, and which values of another column it holds.
/// </summary>
public static class ClusterReport
{
    private const int MostClustersAcross = 6;
    private const int MostInputsShown = 12;

    /// <summary>The report of a run that found clusters.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="ArgumentException">The run found no clusters.</exception>
    public static Report Of(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<ClusterFacts> clusters = run.Clusters ?? throw new ArgumentException("The run found no clusters.", nameof(run));
        int rows = run.TrainingSource.Count;
        List<Section> sections =
        [
            ScoreSections.WithoutTarget(run, TaskKind.Clusters),
            new Table(
                [Column.OfText("cluster", "cluster"), Column.OfNumbers("rows", "rows"), Column.OfNumbers(null, "share"),
                Column.OfNumbers("mean_squared_distance", "mean squared distance"), Column.OfJson("center")],
                [.. clusters.Select(cluster =>
                    (Cell[])[Name(cluster), cluster.Rows, Cell.Share((double)cluster.Rows / rows), Cell.Metric(cluster.MeanSquaredDistance), Center(cluster)])])
            { Key = "clusters", Title = "Clusters" },
        ];
        if (clusters.Count <= MostClustersAcross) sections.Add(Centers(clusters, run.Model));
        if (run.Comparison is { } comparison) sections.Add(OfComparison(comparison, clusters));
        return new Report([.. sections, .. ScoreSections.Metrics(("all rows", run.Training!.Scores))]);
    }

    /// <summary>The inputs in which centres differ most as they enter the model stand in the table, the others in JSON.</summary>
    private static Table Centers(IReadOnlyList<ClusterFacts> clusters, TrainedModel model)
    {
        int inputs = clusters[0].Center.Count;
        int[] shown = [.. Enumerable.Range(0, inputs).OrderByDescending(Spread).Take(MostInputsShown).Order()];
        return new Table(
            [Column.OfText(null, "input"), .. clusters.Select(cluster => Column.OfNumbers(null, Name(cluster)))],
            [.. shown.Select(i => (Cell[])[clusters[0].Center[i].Input, .. clusters.Select(cluster => Cell.Significant(cluster.Center[i].Value, 4))])])
        { Title = shown.Length < inputs ? $"Centres: the {shown.Length} of {inputs} inputs that differ most" : "Centres" };

        double Spread(int input) =>
            (clusters.Max(cluster => cluster.Center[input].Value) - clusters.Min(cluster => cluster.Center[input].Value)) / model.NamedInputs[
                input].Scaling.Scale;
    }

    private static Group OfComparison(ClusterComparison comparison, IReadOnlyList<ClusterFacts> clusters) => new(
    [
        new Facts(new Fact("column", comparison.Column), new Fact("values", Cell.Of(comparison.Values))),
        new Matrix(comparison.Column, comparison.Values, [.. clusters.Select(Name)],
            [.. comparison.Rows.Select(counts => (Cell[])[.. counts.Select(count => (Cell)count)])])
        {
            Key = "rows",
            Title = $"'{comparison.Column}' down, clusters across",
        },
    ])
    { Key = "comparison" };

    private static string Name(ClusterFacts cluster) => $"{cluster.Cluster}";

    private static Cell.Named Center(ClusterFacts cluster) => new([.. cluster.Center.Select(input => (input.Input, Cell.Significant(input.Value, 4)))]);
}
