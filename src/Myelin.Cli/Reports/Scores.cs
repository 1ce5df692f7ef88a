using System.Text.Json.Nodes;
using Myelin.Classical;
using Myelin.Metrics;
using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>The metrics of some rows under the names that JSON and tables show, errors in the target's units.</summary>
internal sealed class Scores
{
    private Scores(params (string Name, double Value)[] values) => Values = values;

    /// <summary>Names and values, the most telling first.</summary>
    internal IReadOnlyList<(string Name, double Value)> Values { get; }

    /// <summary>The metric that a progress display shows.</summary>
    internal (string Name, double Value) Leading => Values[0];

    internal static Scores Of(ClassificationMetrics metrics)
    {
        (string, double)[] logLoss = metrics.HasLogLoss ? [("log_loss", metrics.LogLoss)] : [];
        return new([("accuracy", metrics.Accuracy), ("error_rate", metrics.ErrorRate), .. logLoss, ("f1_macro", metrics.F1Macro)]);
    }

    internal static Scores Of(RegressionMetrics metrics) => new(
        ("rmse", metrics.RootMeanSquaredError),
        ("mae", metrics.MeanAbsoluteError),
        ("mse", metrics.MeanSquaredError),
        ("r2", metrics.RSquared));

    /// <summary>Classes by nearest neighbours have no probabilities, and so no log loss.</summary>
    internal static Scores OfNeighbors(ClassificationMetrics metrics) => new(
        ("nearest_neighbor_accuracy", metrics.Accuracy),
        ("error_rate", metrics.ErrorRate),
        ("f1_macro", metrics.F1Macro));

    /// <summary>How near rows lie to the centres of their clusters.</summary>
    internal static Scores Of(KMeans clusters, Samples samples) => new(
        ("inertia", clusters.Inertia),
        ("mean_squared_distance", clusters.Inertia / samples.TotalWeight),
        ("explained_share", 1 - clusters.Inertia / samples.TotalSumOfSquares()));

    /// <summary>The share of rows' variance that a projection keeps.</summary>
    internal static Scores OfProjection(double share) => new(("explained_share", share));

    /// <summary>The scores; null for an encoder that was given no neighbours.</summary>
    internal static Scores? Of(Evaluation evaluation) => evaluation switch
    {
        { Regression: { } regression } => Of(regression),
        { Classification: { } classification } => evaluation.IsByNeighbor ? OfNeighbors(classification) : Of(classification),
        _ => null,
    };

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach ((string name, double value) in Values) json[name] = JsonText.Number(value);
        return json;
    }
}
