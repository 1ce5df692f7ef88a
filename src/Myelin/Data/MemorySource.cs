using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>Rows held in arrays: inputs row by row, and target values, class labels or neither, and perhaps weights. The arrays are used, not copied.</summary>
public sealed class MemorySource : IDataSource
{
    private readonly float[] inputs;
    private readonly float[]? targets;
    private readonly int[]? labels;
    private readonly float[]? weights;

    private MemorySource(Shape inputShape, float[] inputs, float[]? targets, int targetCount, int[]? labels, int classCount, float[]? weights)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputShape.Count == 0 || inputs.Length % inputShape.Count != 0)
            throw new ArgumentException($"{inputs.Length} input values are not whole rows of shape {inputShape}.", nameof(inputs));
        InputShape = inputShape;
        Count = inputs.Length / inputShape.Count;
        if (targets is not null && (targetCount < 1 || targets.Length != (long)Count * targetCount))
            throw new ArgumentException($"{Count} rows of {targetCount} targets need {(long)Count * targetCount} values, not {targets.Length}.",
                nameof(targets));
        if (labels is not null && labels.Length != Count)
            throw new ArgumentException($"{Count} rows need {Count} labels, not {labels.Length}.", nameof(labels));
        if (labels is not null && Array.FindIndex(labels, label => (uint)label >= (uint)classCount) is var row and >= 0)
            throw new ArgumentException($"Row {row} has label {labels[row]}; with {classCount} classes labels are 0 to {classCount - 1}.", nameof(labels));
        if (weights is not null && weights.Length != Count)
            throw new ArgumentException($"{Count} rows need {Count} weights, not {weights.Length}.", nameof(weights));
        (this.inputs, this.targets, this.labels, this.weights) = (inputs, targets, labels, weights);
        (TargetCount, ClassCount) = (targetCount, classCount);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <inheritdoc/>
    public int TargetCount { get; }

    /// <inheritdoc/>
    public bool HasWeights => weights is not null;

    /// <summary>Rows whose targets are values.</summary>
    /// <param name="inputShape">The shape of one row's inputs.</param>
    /// <param name="inputs">The inputs, row by row.</param>
    /// <param name="targets">The target values, row by row.</param>
    /// <param name="targetCount">Target values a row, by default 1.</param>
    /// <param name="weights">A weight for each row, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static MemorySource WithTargets(Shape inputShape, float[] inputs, float[] targets, int targetCount = 1, float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return new(inputShape, inputs, targets, targetCount, null, 0, weights);
    }

    /// <summary>Rows whose targets are class labels.</summary>
    /// <param name="inputShape">The shape of one row's inputs.</param>
    /// <param name="inputs">The inputs, row by row.</param>
    /// <param name="labels">The label of each row, from 0 to <paramref name="classCount"/> - 1.</param>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <param name="weights">A weight for each row, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is out of range.</exception>
    public static MemorySource WithLabels(Shape inputShape, float[] inputs, int[] labels, int classCount, float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new(inputShape, inputs, null, 0, labels, classCount, weights);
    }

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> rows, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Resize(this, rows.Length);
        CopyRows(inputs, InputShape.Count, rows, batch.Inputs);
        if (targets is not null) CopyRows(targets, TargetCount, rows, batch.Targets);
        if (labels is not null) CopyRows(labels, 1, rows, batch.Labels);
        if (weights is not null) CopyRows(weights, 1, rows, batch.Weights);
    }

    private static void CopyRows<T>(T[] from, int width, ReadOnlySpan<int> rows, Span<T> to)
    {
        for (int i = 0; i < rows.Length; i++) from.AsSpan(rows[i] * width, width).CopyTo(to[(i * width)..]);
    }
}
