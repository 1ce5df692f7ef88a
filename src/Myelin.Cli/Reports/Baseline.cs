using System.Text.Json.Nodes;
using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Metrics;

namespace Myelin.Cli.Reports;

/// <summary>
/// What a prediction without looking at the inputs would score: always the most frequent class of the training rows, with the classes'
/// frequencies as probabilities; or always the mean of the training targets.
/// </summary>
/// <param name="Kind"><c>majority_class</c> or <c>mean</c>.</param>
/// <param name="Prediction">What is always predicted, as text.</param>
/// <param name="Scores">How well that does.</param>
internal sealed record Baseline(string Kind, string Prediction, Scores Scores)
{
    /// <summary>The baseline's name for people.</summary>
    internal string Name => Kind == "mean" ? $"the mean, {Prediction}" : $"always '{Prediction}'";

    internal static Baseline Of(IDataSource training, IDataSource judged, DataEncoding data, bool isEncoder, bool withLogLoss) =>
        training.ClassCount > 0 ? Majority(training, judged, data, isEncoder ? Scores.OfNeighbors : Scores.Of, withLogLoss) : Mean(training, judged, data);

    internal JsonObject ToJson()
    {
        JsonObject json = Scores.ToJson();
        json.Insert(0, "kind", Kind);
        json.Insert(1, "prediction", Prediction);
        return json;
    }

    private static Baseline Majority(IDataSource training, IDataSource judged, DataEncoding data, Func<ClassificationMetrics, Scores> score, bool withLogLoss)
    {
        var counts = new double[training.ClassCount];
        BatchReader.ReadAll(training, batch =>
        {
            for (int row = 0; row < batch.Rows; row++) counts[batch.Labels[row]] += Weight(batch, row);
        });
        double total = counts.Sum();
        float[] logLosses = Array.ConvertAll(counts, count => (float)-Math.Log(count / total));
        int majority = Array.IndexOf(counts, counts.Max());
        var metrics = new ClassificationMetrics(training.ClassCount);
        BatchReader.ReadAll(judged, batch =>
        {
            var predictions = new int[batch.Rows];
            Array.Fill(predictions, majority);
            var losses = new float[batch.Rows];
            for (int row = 0; row < losses.Length; row++) losses[row] = logLosses[batch.Labels[row]];
            metrics.Add(predictions, batch.Labels, withLogLoss ? losses : [], batch.Weights);
        });
        return new Baseline("majority_class", data.Classes[majority], score(metrics));
    }

    private static Baseline Mean(IDataSource training, IDataSource judged, DataEncoding data)
    {
        double sum = 0, total = 0;
        BatchReader.ReadAll(training, batch =>
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                sum += Weight(batch, row) * batch.Targets[row];
                total += Weight(batch, row);
            }
        });
        float mean = (float)(sum / total);
        var metrics = new RegressionMetrics(unit: judged.TargetScale);
        BatchReader.ReadAll(judged, batch =>
        {
            var predictions = new float[batch.Rows];
            Array.Fill(predictions, mean);
            metrics.Add(predictions, batch.Targets, batch.Weights);
        });
        return new Baseline("mean", data.Text(mean), Scores.Of(metrics));
    }

    private static double Weight(Batch batch, int row) => batch.HasWeights ? batch.Weights[row] : 1;
}
