using Myelin.Autograd;
using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>How good a network is on some rows: the mean loss, and the metrics of its task, both in the target's units.</summary>
/// <param name="Loss">The loss of all rows: the (weighted) mean of the rows' losses, or its root where the loss is one.</param>
/// <param name="Classification">The metrics where targets are labels, else null. An encoder has them only where neighbours are given: a row's class
/// is then that of its nearest neighbour, and the log loss is NaN.</param>
/// <param name="Regression">The metrics where targets are values, else null.</param>
/// <param name="IsByNeighbor">Whether classes come from nearest neighbours.</param>
public sealed record Evaluation(double Loss, ClassificationMetrics? Classification, RegressionMetrics? Regression, bool IsByNeighbor = false)
{
    /// <summary>The loss and the main metrics as text, such as <c>loss 0.091, accuracy 0.967, log loss 0.091, macro F1 0.966</c>.</summary>
    public override string ToString() =>
        string.Join(", ", new object?[] { FormattableString.Invariant($"loss {Loss:G5}"), Classification, Regression }.Where(part => part is not null));

    /// <summary>Evaluates a network on every row of a source.</summary>
    /// <remarks>
    /// Rows are predicted in parts, as many at once as <see cref="NetworkMemory"/> says; no result depends on them. A loss that compares the rows of
    /// a batch, as the triplet loss does, compares the embeddings of up to 256 rows, drawn by a fixed shuffle, so that a file sorted by class is not
    /// cut into parts of one class. Inputs of so many rows are then in memory, however large they are.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss, with its parameters in the target's own units.</param>
    /// <param name="source">Rows with targets.</param>
    /// <param name="neighbors">For encoders, the labelled rows among which the nearest gives a row its class; the source itself: each row's nearest
    /// other one.</param>
    /// <exception cref="ArgumentException">No rows, or only rows of weight 0; rows that do not fit the network; a source that gives other rows than
    /// it promises; targets outside the loss's domain.</exception>
    /// <exception cref="NonFinitePredictionException">The network predicts NaN or ∞ for a row, or what is beyond float32 in the target's units.</exception>
    public static Evaluation Of(Layer network, Loss loss, IDataSource source, IDataSource? neighbors = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(source);
        var rows = new SourceRows(source, "evaluated", network, loss);
        return Of(network, loss, source, rows, rows.Counting(), neighbors, inUnits: true);
    }

    /// <summary>Evaluates a network on the rows of a source that count; on demand predictions must be numbers in the target's units, too.</summary>
    internal static Evaluation Of(Layer network, Loss loss, IDataSource source, SourceRows rows, int[] counting, IDataSource? neighbors = null,
        bool inUnits = false)
    {
        bool embeds = loss.Domain.Task == LossTask.Embedding, hasClasses = source.ClassCount > 0;
        if (neighbors is not null && !embeds)
            throw new ArgumentException($"The loss '{loss}' trains no encoder, so rows have no neighbours; leave them out.", nameof(neighbors));
        var classes = hasClasses ? new ClassificationMetrics(Math.Max(2, source.ClassCount)) : null;
        var regression = hasClasses ? null : new RegressionMetrics(source.TargetCount, source.TargetScale);
        (NearestNeighbor? nearest, int[] places) = neighbors is null ? (null, []) : NeighborsOf(network, loss, neighbors);
        (Loss scaled, float unit) = loss.ForScaledTargets((float)source.TargetScale, (float)source.TargetShift);
        var tape = new Tape(recording: false, name: "the tape of an evaluation");
        var batch = new Batch();
        int[] order = embeds ? Shuffled([.. counting]) : counting;
        double sum = 0, divisor = 0;
        int atOnce = NetworkMemory.RowsAtOnce(network, source.InputShape);
        foreach (ReadOnlyMemory<int> compared in Parts(order, NetworkMemory.MostRows))
        {
            // The divisor's terms are grouped alike however many rows are predicted at once, and so are its bits.
            double counted = 0;
            foreach (ReadOnlyMemory<int> part in Parts(compared, embeds ? NetworkMemory.MostRows : atOnce))
            {
                ReadOnlySpan<int> some = part.Span;
                rows.Fill(some, batch);
                using StepScope step = tape.BeginStep(training: false);
                Tensor prediction = some.Length <= atOnce
                    ? network.Forward(tape.View(batch.InputShape, batch.InputStorage))
                    : tape.Input(network.OutputShape(source.InputShape).Batch(some.Length), network.Predict(source.InputShape, batch.Inputs));
                RequireNumbers(prediction, some, tape, source, inUnits && regression is not null);
                Tensor rowLosses = rows.Compute(scaled.RowLoss, tape, prediction, some, batch, Reduction.None);
                counted = SourceRows.Divisor(loss, batch, counted);
                for (int i = 0; i < some.Length; i++)
                {
                    if (!batch.HasLabels || loss.Divisor(batch.Labels[i]) > 0) sum += RowWeights.At(batch.Weights, i) * rowLosses.Span[i];
                }

                if (nearest is not null)
                    classes!.Add(nearest.Classify(prediction.Span,
                        ReferenceEquals(source, neighbors) ? Array.ConvertAll(some.ToArray(), row => places[row]) : default), batch.Labels,
                        weights: batch.Weights);
                else if (classes is not null && !embeds) AddRows(classes, tape, prediction, batch, loss.Domain.Output != LossOutput.Scores);
                regression?.Add(prediction.Span, batch.Targets, batch.Weights);
            }

            divisor += counted;
        }

        // Rows that all belong to classes of weight 0 have the loss 0.
        return new Evaluation(scaled.OfMean(divisor > 0 ? sum / divisor : 0) * unit, embeds && nearest is null ? null : classes, regression,
            nearest is not null);
    }

    /// <summary>A row of NaN or ∞ has no class and no error; it is refused rather than counted as some class.</summary>
    private static void RequireNumbers(Tensor prediction, ReadOnlySpan<int> rows, Tape tape, IDataSource source, bool inUnits)
    {
        if (!inUnits && Finite.All(prediction.Span)) return;
        int width = prediction.Shape.CountBehind(0);
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (float value in prediction.Span.Slice(i * width, width))
            {
                if (!float.IsFinite(value)) throw new NonFinitePredictionException(rows[i], tape.FirstNonFinite(), PlaceOf(source, rows[i]));
                if (inUnits && !float.IsFinite((float)((value * source.TargetScale) + source.TargetShift)))
                    throw new NonFinitePredictionException(rows[i], PlaceOf(source, rows[i]), value);
            }
        }
    }

    private static string? PlaceOf(IDataSource source, int row) => (source as IPlacedRows)?.Where(row);

    /// <summary>Rows in as few parts as can be, of nearly equal lengths.</summary>
    private static IEnumerable<ReadOnlyMemory<int>> Parts(ReadOnlyMemory<int> rows, int most)
    {
        for (int part = 0, parts = (rows.Length + most - 1) / most; part < parts; part++)
            yield return rows[Shard.Start(rows.Length, parts, part)..Shard.Start(rows.Length, parts, part + 1)];
    }

    private static int[] Shuffled(int[] order)
    {
        new Philox(seed: 0, RandomStreams.Evaluation).Shuffle(order, step: 0);
        return order;
    }

    /// <summary>The neighbours that count, and where each row of their source stands among them, or -1.</summary>
    private static (NearestNeighbor Known, int[] Places) NeighborsOf(Layer network, Loss loss, IDataSource source)
    {
        var rows = new SourceRows(source, "neighbouring", network, loss);
        if (source.ClassCount == 0)
            throw new ArgumentException($"The neighbouring rows ({source.GetType().Name}) have no labels, and a row takes the class of its nearest "
                + $"neighbour.", nameof(source));
        int[] counting = rows.Counting(), places = new int[source.Count];
        Array.Fill(places, -1);
        int width = network.OutputShape(source.InputShape).Count;
        var embeddings = new float[checked(counting.Length * width)];
        var labels = new List<int>(counting.Length);
        var batch = new Batch();
        foreach (int[] some in counting.Chunk(NetworkMemory.RowsAtOnce(network, source.InputShape)))
        {
            rows.Fill(some, batch);
            Span<float> found = embeddings.AsSpan(labels.Count * width, some.Length * width);
            network.Predict(source.InputShape, batch.Inputs, found);
            for (int i = 0; i < some.Length; i++)
            {
                if (!Finite.All(found.Slice(i * width, width))) throw new NonFinitePredictionException(some[i], first: null, PlaceOf(source, some[i]));
            }

            for (int i = 0; i < some.Length; i++)
            {
                places[some[i]] = labels.Count;
                labels.Add(batch.Labels[i]);
            }
        }

        return (new NearestNeighbor(embeddings, labels.ToArray()), places);
    }

    private static void AddRows(ClassificationMetrics metrics, Tape tape, Tensor logits, Batch batch, bool areLogOdds)
    {
        Tensor both = ClassScores.ForEachClass(logits);
        if (!areLogOdds)
        {
            metrics.AddScores(both.Span, batch.Labels, weights: batch.Weights);
            return;
        }

        Tensor rowLogLoss = new CrossEntropyLoss().Compute(both, batch.ToLabels(), reduction: Reduction.None);
        metrics.AddScores(both.Span, batch.Labels, rowLogLoss.Span, batch.Weights);
    }
}
