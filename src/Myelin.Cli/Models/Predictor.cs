using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Operations;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tensors;

namespace Myelin.Cli.Models;

/// <summary>Takes the prediction of one row.</summary>
/// <param name="prediction">The class, or the number in the target's units; null from an encoder.</param>
/// <param name="values">The probability of each class, empty for regression; from an encoder the embedding.</param>
internal delegate void TakePrediction(string? prediction, ReadOnlySpan<float> values);

/// <summary>Predicts rows with a saved model. A row's prediction depends on that row alone.</summary>
internal sealed class Predictor(SavedModel model, DataEncoding data)
{
    /// <summary>The width of the embedding that an encoder gives; null for a model that predicts.</summary>
    internal int? Embedding { get; } = LossChoice.TrainsEncoder(model.Loss) ? model.Network.OutputShape(model.InputShape).Count : null;

    /// <summary>Predicts every row of a source in order.</summary>
    internal void Predict(IDataSource rows, TakePrediction take) => BatchReader.ReadAll(rows, batch =>
    {
        float[] outputs = model.Network.Predict(model.InputShape, batch.Inputs);
        if (Embedding is { } width)
        {
            for (int row = 0; row < batch.Rows; row++) take(null, outputs.AsSpan(row * width, width));
            return;
        }

        if (data.Task == TaskKind.Regression)
        {
            foreach (float output in outputs) take(data.Text(output), []);
            return;
        }

        Tensor logits = Logits(outputs, batch.Rows);
        Tensor probabilities = logits.Softmax();
        Labels predicted = logits.ArgMax();
        int classes = data.Classes.Count;
        for (int row = 0; row < batch.Rows; row++) take(data.Classes[predicted[row]], probabilities.Span.Slice(row * classes, classes));
    });

    // A single logit is the score of the second class against 0 for the first.
    private Tensor Logits(float[] outputs, int rows)
    {
        if (data.Task == TaskKind.Classes) return new Tensor(new Shape(rows, data.Classes.Count), outputs);
        var both = new float[2 * rows];
        for (int row = 0; row < rows; row++) both[(2 * row) + 1] = outputs[row];
        return new Tensor(new Shape(rows, 2), both);
    }
}
