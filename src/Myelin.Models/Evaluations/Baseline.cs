using System.Globalization;
using Myelin.Data;
using Myelin.Metrics;
using Myelin.Models.Datasets;
using Myelin.Models.Predictions;

namespace Myelin.Models.Evaluations;

/// <summary>
/// What a prediction without looking at the inputs would score: always the most frequent class of the training rows, with the classes'
/// frequencies as probabilities; or always the mean of the training targets.
/// </summary>
/// <param name="Kind"><c>majority_class</c> or <c>mean</c>.</param>
/// <param name="Prediction">What is always predicted, as text.</param>
/// <param name="Scores">How well that does.</param>
public sealed record Baseline(string Kind, string Prediction, Scores Scores)
{
    private const string OfMean = "mean";

    /// <inheritdoc/>
    public override string ToString() => Kind == OfMean ? $"the mean, {Prediction}" : $"always '{Prediction}'";

    internal static Baseline Of(IDataSource training, IDataSource judged, DataEncoding data, PredictionKind gives) => training.ClassCount > 0
        ? Majority(training, judged, data, gives == PredictionKind.Embedding ? Scores.OfNeighbors : Scores.Of, withLogLoss: gives != PredictionKind.Score)
        : Mean(training, judged, data);

    private static Baseline Majority(IDataSource training, IDataSource judged, DataEncoding data, Func<ClassificationMetrics, Scores> score, bool withLogLoss)
    {
        var counts = new double[training.ClassCount];
        foreach ((_, Batch batch) in BatchReader.Read(training))
        {
            for (int row = 0; row < batch.Rows; row++) counts[batch.Labels[row]] += Weight(batch, row);
        }

        double total = counts.Sum();
        float[] logLosses = Array.ConvertAll(counts, count => (float)-Math.Log(count / total));
        int majority = Array.IndexOf(counts, counts.Max());
        var metrics = new ClassificationMetrics(training.ClassCount);
        foreach ((_, Batch batch) in BatchReader.Read(judged))
        {
            var predictions = new int[batch.Rows];
            Array.Fill(predictions, majority);
            var losses = new float[batch.Rows];
            for (int row = 0; row < losses.Length; row++) losses[row] = logLosses[batch.Labels[row]];
            metrics.Add(predictions, batch.Labels, withLogLoss ? losses : [], batch.Weights);
        }

        return new Baseline("majority_class", data.Classes[majority], score(metrics));
    }

    private static Baseline Mean(IDataSource training, IDataSource judged, DataEncoding data)
    {
        double sum = 0, total = 0;
        foreach ((_, Batch batch) in BatchReader.Read(training))
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                sum += Weight(batch, row) * batch.Targets[row];
                total += Weight(batch, row);
            }
        }

        float mean = (float)(sum / total);
        var metrics = new RegressionMetrics(unit: judged.TargetScale);
        foreach ((_, Batch batch) in BatchReader.Read(judged))
        {
            var predictions = new float[batch.Rows];
            Array.Fill(predictions, mean);
            metrics.Add(predictions, batch.Targets, batch.Weights);
        }

        return new Baseline(OfMean, data.TargetScaling.Original(mean).ToString(CultureInfo.InvariantCulture), Scores.Of(metrics));
    }

    private static double Weight(Batch batch, int row) => batch.HasWeights ? batch.Weights[row] : 1;
}
