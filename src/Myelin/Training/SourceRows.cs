using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>The rows of a source as a training or an evaluation takes them: what the source promises is checked against what it gives, and rows of weight 0 are no rows.</summary>
internal sealed class SourceRows
{
    private const int RowsAtOnce = 256;

    private readonly IDataSource source;
    private readonly string name;

    /// <summary>Checks a source against a network.</summary>
    /// <param name="source">The source.</param>
    /// <param name="role">What its rows are for, such as <c>training</c>.</param>
    /// <param name="network">The network that takes them.</param>
    /// <exception cref="ArgumentException">No rows, or rows that the network does not take; the message names the source and the network's first layer.</exception>
    internal SourceRows(IDataSource source, string role, Layer network)
    {
        this.source = source;
        name = $"the {role} rows ({source.GetType().Name})";
        if (source.Count == 0) throw new ArgumentException($"There are no {role} rows: {source.GetType().Name} is empty.");
        if (!(source.TargetScale > 0 && double.IsFinite(source.TargetScale))) throw new ArgumentException($"The targets of {name} have the scale {source.TargetScale}; a scale is finite and above 0.");
        RequireTaken(network);
    }

    /// <summary>The rows that count, in the source's order: all of them, or where rows have weights those above 0. Reads a source with weights once.</summary>
    /// <exception cref="ArgumentException">Every weight is 0, or one is negative or not finite.</exception>
    internal int[] Counting()
    {
        int[] all = [.. Enumerable.Range(0, source.Count)];
        if (!source.HasWeights) return all;
        var batch = new Batch();
        var counting = new List<int>(all.Length);
        foreach (int[] some in all.Chunk(RowsAtOnce))
        {
            Fill(some, batch);
            for (int i = 0; i < some.Length; i++)
            {
                if (batch.Weights[i] > 0) counting.Add(some[i]);
            }
        }

        return counting.Count > 0 ? [.. counting] : throw new ArgumentException($"Every weight of {name} is 0, so there are none.");
    }

    /// <summary>Fills a batch, and checks that it holds what was asked for.</summary>
    /// <exception cref="ArgumentException">The source gives other rows than it promises; the message names it and what it gave.</exception>
    internal void Fill(ReadOnlySpan<int> rows, Batch batch)
    {
        source.Fill(rows, batch);
        if (batch.Rows != rows.Length) throw Broken($"was asked for {rows.Length} rows and gave {batch.Rows}");
        if (batch.InputShape != source.InputShape.Batch(rows.Length)) throw Broken($"promises inputs of shape {source.InputShape.Batch(rows.Length)} and gave {batch.InputShape}");
        if (batch.HasLabels != source.ClassCount > 0) throw Broken($"promises {source.ClassCount} classes and gave {(batch.HasLabels ? "labels" : "no labels")}");
        if (batch.TargetShape[1] != source.TargetCount) throw Broken($"promises {source.TargetCount} targets a row and gave {batch.TargetShape[1]}");
        if (batch.HasWeights != source.HasWeights) throw Broken($"promises {(source.HasWeights ? "weights" : "no weights")} and gave {(batch.HasWeights ? "some" : "none")}");
        foreach (int label in batch.Labels)
        {
            if ((uint)label >= (uint)source.ClassCount) throw Broken($"promises labels from 0 to {source.ClassCount - 1} and gave {label}");
        }

        for (int i = 0; i < batch.Weights.Length; i++)
        {
            if (!(batch.Weights[i] >= 0 && float.IsFinite(batch.Weights[i]))) throw Broken($"gave row {rows[i]} the weight {batch.Weights[i]}; weights are finite and 0 or more");
        }
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

    private void RequireTaken(Layer network)
    {
        Layer first = network;
        while (first.Children.Count > 0) first = first.Children[0].Layer;
        try
        {
            _ = first.OutputShape(source.InputShape);
            _ = network.OutputShape(source.InputShape);
        }
        catch (ArgumentException wrong)
        {
            string place = first.Path.Length == 0 ? "" : $" '{first.Path}'";
            throw new ArgumentException(
                $"{char.ToUpperInvariant(name[0])}{name[1..]} have inputs of shape {source.InputShape}, which the network does not take; its first layer{place} is '{first.Canonical}'. {wrong.Message}", wrong);
        }
    }
}
