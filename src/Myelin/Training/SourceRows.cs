using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>
/// The rows of a source as a training or an evaluation takes them: what the source promises is checked against what it gives, and rows of weight 0
/// are no rows.
/// </summary>
internal sealed class SourceRows
{
    private readonly IDataSource source;
    private readonly string name;
    private readonly string firstLayer;
    private readonly int count;
    private readonly Shape inputShape;

    /// <summary>Checks a source against a network.</summary>
    /// <param name="source">The source.</param>
    /// <param name="role">What its rows are for, such as <c>training</c>.</param>
    /// <param name="network">The network that takes them.</param>
    /// <param name="loss">The loss of their targets.</param>
    /// <exception cref="ArgumentException">No rows, or rows that the network does not take or whose classes it does not have; the message names the
    /// source and the network's first layer.</exception>
    internal SourceRows(IDataSource source, string role, Layer network, Loss loss)
    {
        (this.source, count, inputShape) = (source, source.Count, source.InputShape);
        name = $"the {role} rows ({source.GetType().Name})";
        Layer first = network;
        while (first.Children.Count > 0) first = first.Children[0].Layer;
        firstLayer = $"the network's first layer{(first.Path.Length == 0 ? "" : $" '{first.Path}'")} is '{first.Canonical}'";
        if (count == 0) throw new ArgumentException($"There are no {role} rows: {source.GetType().Name} is empty.");
        if (!(source.TargetScale > 0 && double.IsFinite(source.TargetScale) && double.IsFinite(source.TargetShift)))
            throw new ArgumentException($"The targets of {name} have the scale {source.TargetScale} and the shift {source.TargetShift}; both are "
                + $"finite, and the scale is above 0.");
        RequireTaken(network, loss);
    }

    /// <summary>The rows that count, in the source's order: all of them, or where rows have weights those above 0. Reads a source with weights once.</summary>
    /// <exception cref="ArgumentException">Every weight is 0, or one is negative or not finite.</exception>
    internal int[] Counting()
    {
        if (!source.HasWeights) return [.. Enumerable.Range(0, count)];
        var counting = new List<int>(count);
        foreach ((int first, Batch batch) in BatchReader.Read(source, Fill))
        {
            for (int i = 0; i < batch.Rows; i++)
            {
                if (batch.Weights[i] > 0) counting.Add(first + i);
            }
        }

        return counting.Count > 0 ? [.. counting] : throw new ArgumentException($"Every weight of {name} is 0, so there are none.");
    }

    /// <summary>Fills a batch, and checks that it holds what was asked for.</summary>
    /// <exception cref="ArgumentException">The source gives other rows than it promises; the message names it and what it gave.</exception>
    internal void Fill(ReadOnlySpan<int> rows, Batch batch)
    {
        if (source.Count != count) throw Broken($"had {count} rows at first and has {source.Count} now");
        source.Fill(rows, batch);
        if (batch.Rows != rows.Length) throw Broken($"was asked for {rows.Length} rows and gave {batch.Rows}");
        if (batch.InputShape != inputShape.Batch(rows.Length))
            throw Broken($"promises inputs of shape {inputShape.Batch(rows.Length)} and gave {batch.InputShape}; {firstLayer}");
        if (batch.HasLabels != source.ClassCount > 0)
            throw Broken($"promises {source.ClassCount} classes and gave {(batch.HasLabels ? "labels" : "no labels")}");
        if (batch.TargetShape[1] != source.TargetCount) throw Broken($"promises {source.TargetCount} targets a row and gave {batch.TargetShape[1]}");
        if (batch.HasWeights != source.HasWeights)
            throw Broken($"promises {(source.HasWeights ? "weights" : "no weights")} and gave {(batch.HasWeights ? "some" : "none")}");
        for (int i = 0; i < rows.Length; i++)
        {
            float weight = batch.HasWeights ? batch.Weights[i] : 1;
            if (!(weight >= 0 && float.IsFinite(weight))) throw Broken($"gave row {rows[i]} the weight {weight}; weights are finite and 0 or more");
            if (batch.HasLabels && weight > 0 && (uint)batch.Labels[i] >= (uint)source.ClassCount)
                throw Broken($"promises labels from 0 to {source.ClassCount - 1} and gave row {rows[i]} the label {batch.Labels[i]}");
        }
    }

    /// <summary>
    /// What a batch's rows count in the mean of a loss: their number, or the sum of their weights and of their classes', added to what rows before
    /// them count.
    /// </summary>
    internal static double Divisor(Loss loss, Batch batch, double before = 0)
    {
        double sum = before;
        for (int i = 0; i < batch.Rows; i++) sum += RowWeights.At(batch.Weights, i) * (batch.HasLabels ? loss.Divisor(batch.Labels[i]) : 1);
        return sum;
    }

    /// <summary>Computes the loss of a batch's predictions, weighted unless each row's own is wanted.</summary>
    /// <exception cref="OutsideDomainException">A value outside the loss's domain; the row is that of the source.</exception>
    internal Tensor Compute(Loss loss, Tape tape, Tensor prediction, ReadOnlySpan<int> rows, Batch batch, Reduction reduction)
    {
        try
        {
            Tensor? weights = reduction == Reduction.None ? null : BatchTargets.Weights(tape, batch);
            return loss.Compute(LossInput.Of(loss, prediction), BatchTargets.Of(tape, batch, prediction.Shape), weights, reduction);
        }
        catch (OutsideDomainException wrong)
        {
            throw new OutsideDomainException(rows[wrong.Row], wrong.Problem, $" of {name}");
        }
    }

    private ArgumentException Broken(string what) => new($"The source of {name} {what}.");

    private void RequireTaken(Layer network, Loss loss)
    {
        string source = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
        Shape output;
        try
        {
            output = network.OutputShape(inputShape);
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"{source} have inputs of shape {inputShape}, which the network does not take; {firstLayer}. {wrong.Message}", wrong);
        }

        int classes = this.source.ClassCount;
        if (loss.Domain.Task == LossTask.Classes && classes > output.Count)
            throw new ArgumentException($"{source} have {classes} classes, and the network gives {output.Count} outputs; '{loss}' needs one for each class.");
        if (loss.Domain.Task == LossTask.Binary && classes > 2) throw new ArgumentException($"{source} have {classes} classes, and '{loss}' is a loss of two.");
    }
}
