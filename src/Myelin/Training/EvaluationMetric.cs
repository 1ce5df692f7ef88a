using Myelin.Losses;
using Myelin.Metrics;

namespace Myelin.Training;

/// <summary>
/// A number of an evaluation, and whether more or less of it is better: what tells the best weights of a training, and when it stops early
/// (<see cref="TrainerOptions.Monitor"/>). Where it is NaN or infinite, no weights are the best.
/// </summary>
public sealed class EvaluationMetric
{
    private readonly Func<Evaluation, double> value;

    /// <summary>Creates a metric of your own.</summary>
    /// <param name="name">What it is called, in messages and in a training's state.</param>
    /// <param name="value">Reads it off an evaluation.</param>
    /// <param name="higherIsBetter">Whether more of it is better.</param>
    /// <exception cref="ArgumentException">No name.</exception>
    public EvaluationMetric(string name, Func<Evaluation, double> value, bool higherIsBetter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        (Name, this.value, HigherIsBetter) = (name, value, higherIsBetter);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Whether more of it is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>Whether it needs labels as targets (true) or values (false); null where both do.</summary>
    internal bool? NeedsLabels { get; private init; }

    /// <summary>Whether it is one of probabilities, which scores are none of.</summary>
    internal bool NeedsProbabilities { get; private init; }

    /// <summary>The mean loss, of which less is better: what the best weights are told by unless another metric is asked for.</summary>
    public static EvaluationMetric Loss { get; } = new("loss", evaluation => evaluation.Loss, higherIsBetter: false);

    /// <summary>The mean of -ln p of the true class.</summary>
    internal static EvaluationMetric LogLoss { get; } =
        new("log-loss", evaluation => evaluation.Classification?.LogLoss ?? throw Missing("log-loss", "classes"), higherIsBetter: false)
        { NeedsLabels = true, NeedsProbabilities = true };

    /// <summary>Creates a metric of rows with classes.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="value">Reads it off the metrics of classes.</param>
    /// <param name="higherIsBetter">Whether more of it is better.</param>
    public static EvaluationMetric OfClasses(string name, Func<ClassificationMetrics, double> value, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(name, evaluation => value(evaluation.Classification ?? throw Missing(name, "classes")), higherIsBetter) { NeedsLabels = true };
    }

    /// <summary>Creates a metric of rows with values as targets.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="value">Reads it off the metrics of values.</param>
    /// <param name="higherIsBetter">Whether more of it is better.</param>
    public static EvaluationMetric OfValues(string name, Func<RegressionMetrics, double> value, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(name, evaluation => value(evaluation.Regression ?? throw Missing(name, "values as targets")), higherIsBetter) { NeedsLabels = false };
    }

    /// <summary>Makes the metric that a name stands for, such as <c>accuracy</c>.</summary>
    /// <param name="text">A name; see <see cref="EvaluationMetricCatalog"/>.</param>
    /// <exception cref="InvalidInputException">Unknown name.</exception>
    public static EvaluationMetric Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A name.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static EvaluationMetric Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Metrics.Parse(text);
    }

    /// <summary>The metric of an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="InvalidOperationException">The evaluation has none, as one of rows with values has no accuracy.</exception>
    public double Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return value(evaluation);
    }

    /// <summary>Why the metric has no value in the validation of a training; null where it has.</summary>
    internal string? WhyNot(Loss loss, int classCount)
    {
        bool? hasLabels = loss.Domain.Task == LossTask.Embedding ? null : classCount > 0;
        if (NeedsProbabilities && loss.Domain.Output == LossOutput.Scores)
            return $"The metric '{Name}' is one of probabilities, and the outputs of the loss '{loss}' are scores; monitor another, such as accuracy.";
        if (NeedsLabels is not { } needed || needed == hasLabels) return null;
        return $"The metric '{Name}' is one of rows with {(needed ? "classes" : "values as targets")}, and a validation with the loss '{loss}' has "
            + $"none; monitor another.";
    }

    /// <summary>Whether a value is better than the best so far, which is NaN before the first.</summary>
    internal bool IsBetter(double value, double best) => double.IsFinite(value) && (double.IsNaN(best) || (HigherIsBetter ? value > best : value < best));

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static InvalidOperationException Missing(string name, string what) =>
        new($"The metric '{name}' is one of rows with {what}, and this evaluation has none.");
}
