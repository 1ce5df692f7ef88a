using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Topics;

/// <summary>The numbers that the lecture's tables start from.</summary>
internal static class LectureData
{
    /// <summary>Five residuals.</summary>
    internal static float[] Residuals { get; } = [-10, -5, 0, 5, 10];

    /// <summary>The same with an outlier in place of the last.</summary>
    internal static float[] WithOutlier { get; } = [-10, -5, 0, 5, 100];

    /// <summary>The terms for the three classes.</summary>
    internal static string[] Classes { get; } = ["male", "female", "other"];

    /// <summary>The classes of four data.</summary>
    internal static int[] TrueClasses { get; } = [0, 1, 0, 2];

    /// <summary>What model 1 and model 2 give for each datum and class.</summary>
    internal static float[][,] BothModels { get; } =
    [
        new[,] { { 0.4f, 0.3f, 0.3f }, { 0.3f, 0.4f, 0.3f }, { 0.5f, 0.2f, 0.3f }, { 0.8f, 0.1f, 0.1f } },
        new[,] { { 0.7f, 0.1f, 0.2f }, { 0.1f, 0.8f, 0.1f }, { 0.9f, 0.1f, 0f }, { 0.4f, 0.3f, 0.3f } },
    ];

    /// <summary>A model's probabilities.</summary>
    internal static Tensor Probabilities(int model) => new(new Shape(TrueClasses.Length, Classes.Length), [.. BothModels[model].Cast<float>()]);

    /// <summary>Each row's loss, for predictions of one number a row against 0.</summary>
    internal static float[] Rows(string loss, float[] residuals) => [.. Explain(loss, residuals, Reduction.Mean).Rows.Select(row => row.Loss)];

    /// <summary>The mean of the losses of residuals.</summary>
    internal static float Mean(string loss, float[] residuals) => Explain(loss, residuals, Reduction.Mean).Value;

    /// <summary>The derivative of each row's loss by its prediction.</summary>
    internal static float[] Slopes(string loss, float[] predictions) => [.. Explain(loss, predictions, Reduction.Sum).Rows.Select(row => row.Gradient[0])];

    /// <summary>What a loss makes of residuals: predictions of one number a row against 0.</summary>
    private static LossExplanation Explain(string loss, float[] residuals, Reduction reduction) =>
        Loss.Parse(loss).Explain(Column(residuals), Column(new float[residuals.Length]), reduction: reduction);

    /// <summary>Numbers as a tensor <c>[n, 1]</c>.</summary>
    internal static Tensor Column(float[] values) => new(new Shape(values.Length, 1), values);
}
