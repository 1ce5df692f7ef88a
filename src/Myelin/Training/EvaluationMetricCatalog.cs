using Myelin.Grammar;
using Myelin.Metrics;

namespace Myelin.Training;

/// <summary>Every metric that can tell the best weights, by name. Adding one adds a line here.</summary>
public static class EvaluationMetricCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<EvaluationMetric> All { get; } = new(
        "metric",
        Of(EvaluationMetric.Loss, "The mean of the training's own loss; less is better.", "every training"),
        OfClasses("accuracy", metrics => metrics.Accuracy, true, "The share of rows whose class is right; more is better.", "classes of like sizes"),
        Of(EvaluationMetric.LogLoss, "The mean of -ln p of the true class; less is better.", "probabilities that must be right"),
        OfClasses("f1-macro", metrics => metrics.F1Macro, true,
            "The mean over classes of F1 = 2PR / (P + R), the harmonic mean of precision P and recall R; more is better.", "classes of unlike sizes"),
        OfClasses("precision-macro", metrics => metrics.PrecisionMacro, true,
        "The mean over classes of the share of predictions that are right; more is better.", "tasks in which a false alarm is dear"),
        OfClasses("recall-macro", metrics => metrics.RecallMacro, true,
        "The mean over classes of the share of rows that are found, also called balanced accuracy; more is better.", "tasks in which every class counts alike"),
        OfValues("rmse", metrics => metrics.RootMeanSquaredError, false, "The root of the mean squared error, in the target's units; less is better.",
        "values, where large errors are dear"),
        OfValues("mae", metrics => metrics.MeanAbsoluteError, false, "The mean absolute error, in the target's units; less is better.", "values with outliers"),
        OfValues("r2", metrics => metrics.RSquared, true,
            "R² = 1 - Σ(y - ŷ)² / Σ(y - ȳ)², the share of the variance that is explained; more is better.", "values"));

    private static Member<EvaluationMetric> OfClasses(string name, Func<ClassificationMetrics, double> value, bool higherIsBetter, string summary,
        string suits) =>
        Of(EvaluationMetric.OfClasses(name, value, higherIsBetter), summary, suits);

    private static Member<EvaluationMetric> OfValues(string name, Func<RegressionMetrics, double> value, bool higherIsBetter, string summary, string suits) =>
        Of(EvaluationMetric.OfValues(name, value, higherIsBetter), summary, suits);

    private static Member<EvaluationMetric> Of(EvaluationMetric metric, string summary, string suits) =>
        new(metric.Name, summary, _ => metric) { Suits = suits };
}
