using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tensors;

namespace Myelin.Cli.Models;

/// <summary>Takes the prediction of one row.</summary>
/// <param name="prediction">The class, or the number in the target's units; null from an encoder or a projection.</param>
/// <param name="values">The probability of each class, empty for regression and clusters; from an encoder or a projection the coordinates.</param>
internal delegate void TakePrediction(string? prediction, ReadOnlySpan<float> values);

/// <summary>Predicts rows with a saved model. A row's prediction depends on that row alone.</summary>
/// <param name="model">The model.</param>
/// <param name="data">From raw rows to inputs, and back.</param>
/// <param name="threshold">The probability of the second of two classes from which on it is predicted.</param>
internal sealed class Predictor(SavedModel model, DataEncoding data, double threshold = 0.5)
{
    private const int RowsLookedAt = 1024;

    private readonly int width = model.Network.OutputShape(model.InputShape).Count;

    /// <summary>What the coordinates are that an encoder or a projection gives, <c>embedding</c> or <c>projection</c>; null for a model that predicts.</summary>
    internal string? Coordinates { get; } = data.Task == TaskKind.Projection ? "projection" : LossChoice.TrainsEncoder(model.Loss) ? "embedding" : null;

    /// <summary>The names of the columns of what is predicted, but for probabilities.</summary>
    internal IEnumerable<string> Columns => Coordinates is null ? ["prediction"] : Enumerable.Range(1, width).Select(i => $"{Coordinates}_{i}");

    /// <summary>Predicts every row of a source in order.</summary>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞ for a row, or what is beyond float32 in the target's units.</exception>
    internal void Predict(IDataSource rows, TakePrediction take)
    {
        int done = 0;
        BatchReader.ReadAll(rows, batch =>
        {
            float[] outputs = model.Network.Predict(model.InputShape, batch.Inputs);
            int wrong = Array.FindIndex(outputs, output => !float.IsFinite(output));
            if (wrong >= 0) throw new NonFinitePredictionException(done + (wrong / width), first: null, PlaceOf(rows, done + (wrong / width)));
            wrong = Array.FindIndex(outputs, output => !float.IsFinite(data.TargetScaling.Original(output)));
            if (wrong >= 0) throw new NonFinitePredictionException(done + (wrong / width), PlaceOf(rows, done + (wrong / width)), outputs[wrong]);
            done += batch.Rows;
            Take(outputs, batch.Rows, take);
        }, model.Network);
    }

    /// <summary>Predicts some rows of a source, the first ones, to see that the model is of use.</summary>
    /// <exception cref="NonFinitePredictionException">It gives NaN or ∞ for one of them.</exception>
    internal void RequireNumbers(IDataSource rows) => Predict(new SubsetSource(rows, [.. Enumerable.Range(0, Math.Min(rows.Count, RowsLookedAt))]), (_, _) => { });

    private static string? PlaceOf(IDataSource rows, int row) => (rows as IPlacedRows)?.Where(row);

    private void Take(float[] outputs, int rows, TakePrediction take)
    {
        if (Coordinates is not null)
        {
            for (int row = 0; row < rows; row++) take(null, outputs.AsSpan(row * width, width));
            return;
        }

        if (data.Task == TaskKind.Regression)
        {
            foreach (float output in outputs) take(data.Text(output), []);
            return;
        }

        if (data.Task == TaskKind.Clusters)
        {
            Labels nearest = new Tensor(new Shape(rows, width), outputs).ArgMax();
            for (int row = 0; row < rows; row++) take(data.Classes[nearest[row]], []);
            return;
        }

        Tensor logits = Logits(outputs, rows);
        float[] probabilities = logits.Softmax().ToArray();
        Labels predicted = logits.ArgMax();
        int classes = data.Classes.Count;
        for (int row = 0; row < rows; row++) take(data.Classes[Chosen(row)], probabilities.AsSpan(row * classes, classes));

        // At one half the sign of the logit decides, without rounding.
        int Chosen(int row) => threshold == 0.5 ? predicted[row] : probabilities[(row * classes) + 1] >= (float)threshold ? 1 : 0;
    }

    // A single logit is the score of the second class against 0 for the first.
    private Tensor Logits(float[] outputs, int rows)
    {
        if (data.Task == TaskKind.Classes) return new Tensor(new Shape(rows, data.Classes.Count), outputs);
        var both = new float[2 * rows];
        for (int row = 0; row < rows; row++) both[(2 * row) + 1] = outputs[row];
        return new Tensor(new Shape(rows, 2), both);
    }
}
