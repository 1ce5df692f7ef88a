using System.Globalization;
using Myelin.Metrics;
using Myelin.Training;

namespace Myelin.Models.Evaluations;

/// <summary>How good a model is on some rows.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Scores">The metrics by name; null for an encoder whose rows were given no neighbours.</param>
/// <param name="Loss">The mean loss in the target's units; null where a model has no target.</param>
/// <param name="Classification">All metrics of classes, with the confusion matrix; null for other tasks.</param>
/// <param name="Regression">All metrics of numbers; null for other tasks.</param>
public sealed record ModelEvaluation(int Rows, Scores? Scores, double? Loss, ClassificationMetrics? Classification, RegressionMetrics? Regression)
{
    /// <summary>The metrics as text, such as <c>30 rows: loss 0.19, accuracy 0.967, error_rate 0.033</c>.</summary>
    public override string ToString()
    {
        string?[] parts = [Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:G5}") : null, Scores?.ToString()];
        return $"{Rows} rows: {string.Join(", ", parts.Where(part => part is not null))}";
    }

    internal static ModelEvaluation Of(int rows, Evaluation evaluation) =>
        new(rows, Scores.Of(evaluation), evaluation.Loss, evaluation.Classification, evaluation.Regression);
}
