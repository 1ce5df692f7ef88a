using System.Globalization;
using Myelin.Classical;
using Myelin.Metrics;
using Myelin.Training;

namespace Myelin.Models.Evaluations;

/// <summary>The metrics of some rows by name, the most telling first; errors are in the target's units.</summary>
public sealed class Scores
{
    private readonly (string Name, double Value)[] values;

    private Scores(params (string Name, double Value)[] values) => this.values = values;

    /// <summary>Names and values, such as <c>accuracy</c>, <c>log_loss</c> and <c>rmse</c>.</summary>
    public IReadOnlyList<(string Name, double Value)> Values => values;

    /// <summary>The metric of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message has the names.</exception>
    public double this[string name] => Array.FindIndex(values, metric => metric.Name == name) is var place and >= 0
        ? values[place].Value
        : throw new ArgumentException($"There is no metric '{name}' here; there are {string.Join(", ", values.Select(metric => metric.Name))}.", nameof(name));

    /// <summary>The most telling metric.</summary>
    public (string Name, double Value) Leading => values[0];

    /// <summary>The metrics of an evaluation; null for an encoder that was given no neighbours.</summary>
    /// <param name="evaluation">The evaluation.</param>
    public static Scores? Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation switch
        {
            { Regression: { } regression } => Of(regression),
            { Classification: { } classification } => evaluation.IsByNeighbor ? OfNeighbors(classification) : Of(classification),
            _ => null,
        };
    }

    /// <summary>Names and values as text, such as <c>accuracy 0.967, error_rate 0.033</c>.</summary>
    public override string ToString() =>
        string.Join(", ", values.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Value:G5}")));

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
}
