using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>How good a network is on some rows: the mean loss, and the metrics of its task, both in the target's units.</summary>
/// <param name="Loss">The (weighted) mean of the rows' losses.</param>
/// <param name="Classification">The metrics where targets are labels, else null.</param>
/// <param name="Regression">The metrics where targets are values, else null.</param>
public sealed record Evaluation(double Loss, ClassificationMetrics? Classification, RegressionMetrics? Regression)
{
    private const int RowsAtOnce = 256;

    /// <summary>Evaluates a network on every row of a source.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss, with its parameters in the target's own units.</param>
    /// <param name="source">Rows with targets.</param>
    public static Evaluation Of(Layer network, Loss loss, IDataSource source)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(source);
        ClassificationMetrics? classification = source.ClassCount > 0 ? new ClassificationMetrics(Math.Max(2, source.ClassCount)) : null;
        RegressionMetrics? regression = source.ClassCount == 0 ? new RegressionMetrics(source.TargetCount, source.TargetScale) : null;
        Loss scaled = loss.WithTargetsDividedBy((float)source.TargetScale);
        var tape = new Tape(recording: false);
        var batch = new Batch();
        var rows = new int[Math.Min(RowsAtOnce, source.Count)];
        double sum = 0, weights = 0;
        for (int first = 0; first < source.Count; first += RowsAtOnce)
        {
            Span<int> some = rows.AsSpan(0, Math.Min(RowsAtOnce, source.Count - first));
            for (int i = 0; i < some.Length; i++) some[i] = first + i;
            source.Fill(some, batch);
            using StepScope step = tape.BeginStep();
            Tensor prediction = network.Forward(tape.View(batch.InputShape, batch.InputStorage));
            Tensor rowLosses = scaled.Compute(prediction, BatchTargets.Of(tape, batch, prediction.Shape), reduction: Reduction.None);
            for (int i = 0; i < some.Length; i++)
            {
                double weight = batch.HasWeights ? batch.Weights[i] : 1;
                sum += weight * rowLosses.Span[i];
                weights += weight * (batch.HasLabels ? loss.Divisor(batch.Labels[i]) : 1);
            }

            if (classification is not null) AddRows(classification, tape, prediction, batch);
            regression?.Add(prediction.Span, batch.Targets, batch.Weights);
        }

        return new Evaluation(sum / weights * loss.UnitOfLoss((float)source.TargetScale), classification, regression);
    }

    private static void AddRows(ClassificationMetrics metrics, Tape tape, Tensor logits, Batch batch)
    {
        // A single logit is the score of class 1 against 0 for class 0; the log loss is then the same cross-entropy.
        Tensor both = logits.Shape[1] > 1 ? logits : Tensor.Concatenate(1, 0 * logits, logits);
        Tensor rowLogLoss = new CrossEntropyLoss().Compute(both, batch.ToLabels(), reduction: Reduction.None);
        metrics.AddScores(both.Span, batch.Labels, rowLogLoss.Span, batch.Weights);
    }
}
