using Myelin.Autograd;
using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>How good a network is on some rows: the mean loss, and the metrics of its task, both in the target's units.</summary>
/// <param name="Loss">The loss of all rows: the (weighted) mean of the rows' losses, or its root where the loss is one.</param>
/// <param name="Classification">The metrics where targets are labels, else null. An encoder has them only where neighbours are given: a row's class is then that of its nearest neighbour, and the log loss is NaN.</param>
/// <param name="Regression">The metrics where targets are values, else null.</param>
/// <param name="IsByNeighbor">Whether classes come from nearest neighbours.</param>
public sealed record Evaluation(double Loss, ClassificationMetrics? Classification, RegressionMetrics? Regression, bool IsByNeighbor = false)
{
    private const int RowsAtOnce = 256;

    /// <summary>Evaluates a network on every row of a source.</summary>
    /// <remarks>
    /// A loss that compares the rows of a batch, as the triplet loss does, compares them in parts of up to 256 rows, drawn by a fixed shuffle, so that a file sorted by class is not
    /// cut into parts of one class.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss, with its parameters in the target's own units.</param>
    /// <param name="source">Rows with targets.</param>
    /// <param name="neighbors">For encoders, the labelled rows among which the nearest gives a row its class; the source itself: each row's nearest other one.</param>
    public static Evaluation Of(Layer network, Loss loss, IDataSource source, IDataSource? neighbors = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(source);
        bool embeds = loss.Domain.Task == LossTask.Embedding, hasClasses = source.ClassCount > 0;
        if (neighbors is not null && !embeds) throw new ArgumentException($"The loss '{loss}' trains no encoder, so rows have no neighbours; leave them out.", nameof(neighbors));
        var classes = hasClasses ? new ClassificationMetrics(Math.Max(2, source.ClassCount)) : null;
        var regression = hasClasses ? null : new RegressionMetrics(source.TargetCount, source.TargetScale);
        NearestNeighbor? nearest = neighbors is null ? null : NeighborsOf(network, neighbors);
        Loss scaled = loss.WithTargetsDividedBy((float)source.TargetScale);
        var tape = new Tape(recording: false);
        var batch = new Batch();
        int[] order = Order(source.Count, shuffles: embeds);
        double sum = 0, weights = 0;
        for (int part = 0, parts = (order.Length + RowsAtOnce - 1) / RowsAtOnce; part < parts; part++)
        {
            ReadOnlySpan<int> some = order.AsSpan(Shard.Start(order.Length, parts, part)..Shard.Start(order.Length, parts, part + 1));
            source.Fill(some, batch);
            using StepScope step = tape.BeginStep();
            Tensor prediction = network.Forward(tape.View(batch.InputShape, batch.InputStorage));
            Tensor rowLosses = scaled.RowLoss.Compute(LossInput.Of(scaled, prediction), BatchTargets.Of(tape, batch, prediction.Shape), reduction: Reduction.None);
            for (int i = 0; i < some.Length; i++)
            {
                double weight = batch.HasWeights ? batch.Weights[i] : 1;
                sum += weight * rowLosses.Span[i];
                weights += weight * (batch.HasLabels ? loss.Divisor(batch.Labels[i]) : 1);
            }

            if (nearest is not null) classes!.Add(nearest.Classify(prediction.Span, ReferenceEquals(source, neighbors) ? some : default), batch.Labels, weights: batch.Weights);
            else if (classes is not null && !embeds) AddRows(classes, tape, prediction, batch, loss.Domain.Output != LossOutput.Scores);
            regression?.Add(prediction.Span, batch.Targets, batch.Weights);
        }

        return new Evaluation(loss.OfMean(sum / weights) * loss.UnitOfLoss((float)source.TargetScale), embeds && nearest is null ? null : classes, regression, nearest is not null);
    }

    private static int[] Order(int rows, bool shuffles)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        if (shuffles) new Philox(seed: 0, stream: 0).Shuffle(order, step: 0);
        return order;
    }

    private static NearestNeighbor NeighborsOf(Layer network, IDataSource source)
    {
        var embeddings = new float[checked(source.Count * network.OutputShape(source.InputShape).Count)];
        var labels = new List<int>(source.Count);
        var batch = new Batch();
        int width = embeddings.Length / Math.Max(1, source.Count);
        foreach (int[] rows in Enumerable.Range(0, source.Count).Chunk(RowsAtOnce))
        {
            source.Fill(rows, batch);
            network.Predict(source.InputShape, batch.Inputs, embeddings.AsSpan(labels.Count * width, rows.Length * width));
            labels.AddRange(batch.Labels);
        }

        return new NearestNeighbor(embeddings, labels.ToArray());
    }

    private static void AddRows(ClassificationMetrics metrics, Tape tape, Tensor logits, Batch batch, bool areLogOdds)
    {
        // A single logit is the score of class 1 against 0 for class 0; the log loss is then the same cross-entropy.
        Tensor both = logits.Shape[1] > 1 ? logits : Tensor.Concatenate(1, 0 * logits, logits);
        if (!areLogOdds)
        {
            metrics.AddScores(both.Span, batch.Labels, weights: batch.Weights);
            return;
        }

        Tensor rowLogLoss = new CrossEntropyLoss().Compute(both, batch.ToLabels(), reduction: Reduction.None);
        metrics.AddScores(both.Span, batch.Labels, rowLogLoss.Span, batch.Weights);
    }
}
