using System.Globalization;
using Myelin.Losses;

namespace Myelin.Metrics;

/// <summary>
/// What is right and wrong in predicted classes, gathered batch by batch in double, row by row: how rows are cut into batches does not
/// change a bit. Weighted rows count as often as their weight says. Without rows every metric is NaN.
/// </summary>
/// <remarks>
/// For class c, with TP the rows of c predicted as c, FP those of other classes predicted as c, FN those of c predicted as others:
/// precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN). 0 / 0 counts as 0, as in scikit-learn with
/// <c>zero_division=0</c>. A macro average is the plain mean over the classes that occur as label or prediction of a row
/// whose weight is not 0; that is scikit-learn's default, but for classes whose rows all have weight 0, which it counts with a score of 0.
/// </remarks>
public sealed class ClassificationMetrics
{
    private readonly double[,] confusion;
    private double logLossSum;
    private int[] decisions = [];

    /// <summary>Starts without rows.</summary>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public ClassificationMetrics(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        confusion = new double[classCount, classCount];
        ClassCount = classCount;
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The sum of the rows' weights; the number of rows where they have none.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Row i, column j: the weight of rows of class i that were predicted as class j. A copy.</summary>
    public double[,] ConfusionMatrix => (double[,])confusion.Clone();

    /// <summary>The part of the rows that were predicted rightly, 0 to 1.</summary>
    public double Accuracy => Correct() / TotalWeight;

    /// <summary>The part of the rows that were predicted wrongly: 1 - accuracy.</summary>
    public double ErrorRate => (TotalWeight - Correct()) / TotalWeight;

    /// <summary>Whether every row came with its loss, so that there is a <see cref="LogLoss"/>.</summary>
    public bool HasLogLoss { get; private set; } = true;

    /// <summary>The mean of -ln p(label), as the losses given say it: nothing is clipped, p = 0 is +∞. NaN when rows came without losses.</summary>
    public double LogLoss => logLossSum / TotalWeight;

    /// <summary>The mean precision of the classes that occur.</summary>
    public double PrecisionMacro => Macro(Precision);

    /// <summary>The mean recall of the classes that occur; also called balanced accuracy when every class has rows.</summary>
    public double RecallMacro => Macro(Recall);

    /// <summary>The mean F1 of the classes that occur.</summary>
    public double F1Macro => Macro(F1);

    /// <summary>The main metrics as text, such as <c>accuracy 0.967, log loss 0.091, macro F1 0.966</c>; without the log loss where there is none.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"accuracy {Accuracy:G5}, ")
        + (HasLogLoss ? string.Create(CultureInfo.InvariantCulture, $"log loss {LogLoss:G5}, ") : "")
        + string.Create(CultureInfo.InvariantCulture, $"macro F1 {F1Macro:G5}");

    /// <summary>Adds rows by their predicted classes.</summary>
    /// <param name="predictions">The predicted class of each row, 0 to <see cref="ClassCount"/> - 1.</param>
    /// <param name="labels">The true class of each row, 0 to <see cref="ClassCount"/> - 1.</param>
    /// <param name="logLosses">-ln p(label) of each row, the value per row of a cross-entropy from logits; or none.</param>
    /// <param name="weights">A weight of each row, finite and 0 or more; or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, a class is out of range, or a weight is. Nothing has been added then.</exception>
    public void Add(ReadOnlySpan<int> predictions, ReadOnlySpan<int> labels, ReadOnlySpan<float> logLosses = default, ReadOnlySpan<float> weights = default)
    {
        if (predictions.Length != labels.Length)
            throw new ArgumentException($"{labels.Length} labels need as many predictions, not {predictions.Length}.", nameof(predictions));
        if (!logLosses.IsEmpty && logLosses.Length != labels.Length)
            throw new ArgumentException($"{labels.Length} labels need as many losses or none, not {logLosses.Length}.", nameof(logLosses));
        RowWeights.Check(weights, labels.Length);
        CheckClasses(predictions, nameof(predictions));
        CheckClasses(labels, nameof(labels));
        HasLogLoss &= !logLosses.IsEmpty || labels.IsEmpty;
        for (int row = 0; row < labels.Length; row++)
        {
            double weight = RowWeights.At(weights, row);
            confusion[labels[row], predictions[row]] += weight;
            TotalWeight += weight;
            if (logLosses.IsEmpty) logLossSum = double.NaN;
            else if (weight > 0) logLossSum += weight * logLosses[row];
        }
    }

    /// <summary>
    /// Adds rows by the scores that decide: the class of the highest, the first among equals. Soft-max keeps the order, so logits and probabilities
    /// decide alike.
    /// </summary>
    /// <param name="scores">Row by row a score for each class; with two classes also one logit a row, whose class is 1 above 0.</param>
    /// <param name="labels">The true class of each row, 0 to <see cref="ClassCount"/> - 1.</param>
    /// <param name="logLosses">-ln p(label) of each row, the value per row of a cross-entropy from logits; or none.</param>
    /// <param name="weights">A weight of each row, finite and 0 or more; or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, a label is out of range, or a weight is; a score of a row that counts is
    /// NaN. Nothing has been added then.</exception>
    public void AddScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, ReadOnlySpan<float> logLosses = default, ReadOnlySpan<float> weights = default)
    {
        bool single = ClassCount == 2 && scores.Length == labels.Length;
        if (!single && scores.Length != (long)labels.Length * ClassCount)
            throw new ArgumentException($"{labels.Length} labels of {ClassCount} classes need {(long)labels.Length * ClassCount} scores, not "
                + $"{scores.Length}.", nameof(scores));
        RowWeights.Check(weights, labels.Length);
        int width = single ? 1 : ClassCount;
        for (int row = 0; row < labels.Length; row++)
        {
            if (RowWeights.At(weights, row) > 0 && HasNaN(scores.Slice(row * width, width)))
                throw new ArgumentException($"Row {row} has the score NaN, which decides for no class.", nameof(scores));
        }

        if (decisions.Length < labels.Length) decisions = new int[labels.Length];
        Span<int> predictions = decisions.AsSpan(0, labels.Length);
        for (int row = 0; row < predictions.Length; row++)
            predictions[row] = ClassScores.Decide(scores.Slice(row * width, width));
        Add(predictions, labels, logLosses, weights);
    }

    /// <summary>The part of the rows predicted as a class that are of it; 0 when none was predicted so.</summary>
    /// <param name="label">The class, 0 to <see cref="ClassCount"/> - 1.</param>
    public double Precision(int label) => Ratio(confusion[label, label], Predicted(label));

    /// <summary>The part of the rows of a class that were predicted as it; 0 when there is none of it.</summary>
    /// <param name="label">The class, 0 to <see cref="ClassCount"/> - 1.</param>
    public double Recall(int label) => Ratio(confusion[label, label], Support(label));

    /// <summary>The harmonic mean of a class' precision and recall; 0 when the class does not occur.</summary>
    /// <param name="label">The class, 0 to <see cref="ClassCount"/> - 1.</param>
    public double F1(int label) => Ratio(2 * confusion[label, label], Predicted(label) + Support(label));

    /// <summary>The weight of the rows of a class.</summary>
    /// <param name="label">The class, 0 to <see cref="ClassCount"/> - 1.</param>
    public double Support(int label)
    {
        double sum = 0;
        for (int predicted = 0; predicted < ClassCount; predicted++) sum += confusion[label, predicted];
        return sum;
    }

    private double Predicted(int label)
    {
        double sum = 0;
        for (int actual = 0; actual < ClassCount; actual++) sum += confusion[actual, label];
        return sum;
    }

    private double Correct()
    {
        double sum = 0;
        for (int label = 0; label < ClassCount; label++) sum += confusion[label, label];
        return sum;
    }

    private double Macro(Func<int, double> metric)
    {
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < ClassCount; label++)
        {
            if (Predicted(label) + Support(label) == 0) continue;
            sum += metric(label);
            occurring++;
        }

        return sum / occurring;
    }

    private double Ratio(double part, double whole) => TotalWeight == 0 ? double.NaN : whole == 0 ? 0 : part / whole;

    private void CheckClasses(ReadOnlySpan<int> classes, string name)
    {
        for (int row = 0; row < classes.Length; row++)
        {
            if ((uint)classes[row] >= (uint)ClassCount)
                throw new ArgumentException($"Row {row} has class {classes[row]}; with {ClassCount} classes they are 0 to {ClassCount - 1}.", name);
        }
    }

    private static bool HasNaN(ReadOnlySpan<float> scores)
    {
        foreach (float score in scores)
        {
            if (float.IsNaN(score)) return true;
        }

        return false;
    }
}
