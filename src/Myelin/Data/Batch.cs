using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>
/// Some rows of a data source, laid out for a step: inputs, and targets or labels, and weights where the source has them. Reused from step to step;
/// it grows and never shrinks.
/// </summary>
public sealed class Batch
{
    private int[] labels = [];
    private int targetLength;
    private bool hasLabels;
    private bool hasWeights;

    /// <summary>The number of rows held.</summary>
    public int Rows { get; private set; }

    /// <summary>The shape of the inputs: rows, then one row's shape.</summary>
    public Shape InputShape { get; private set; }

    /// <summary>The inputs, row by row.</summary>
    public Span<float> Inputs => InputStorage.Span[..InputShape.Count];

    /// <summary>The shape of the target values, <c>[rows, values]</c>.</summary>
    public Shape TargetShape => new(Rows, Rows == 0 ? 0 : targetLength / Rows);

    /// <summary>The target values, row by row; empty when the source has labels or no targets.</summary>
    public Span<float> Targets => TargetStorage.Span[..targetLength];

    /// <summary>The class labels; empty when the source has target values or no targets.</summary>
    public Span<int> Labels => labels.AsSpan(0, hasLabels ? Rows : 0);

    /// <summary>The row weights; empty when the source has none.</summary>
    public Span<float> Weights => WeightStorage.Span[..(hasWeights ? Rows : 0)];

    /// <summary>Whether targets are class labels.</summary>
    public bool HasLabels => hasLabels;

    /// <summary>Whether rows have weights.</summary>
    public bool HasWeights => hasWeights;

    internal Storage InputStorage { get; private set; } = new(0);

    internal Storage TargetStorage { get; private set; } = new(0);

    internal Storage WeightStorage { get; private set; } = new(0);

    /// <summary>The labels as a view that operations take.</summary>
    public Labels ToLabels() => new(labels.AsMemory(0, hasLabels ? Rows : 0));

    /// <summary>Makes room for rows of a source; a source calls it first, then writes every span.</summary>
    /// <param name="source">The source whose shapes the batch takes.</param>
    /// <param name="rows">The number of rows to hold.</param>
    public void Resize(IDataSource source, int rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        Rows = rows;
        InputShape = source.InputShape.Batch(rows);
        targetLength = checked(source.TargetCount * rows);
        hasLabels = source.ClassCount > 0;
        hasWeights = source.HasWeights;
        if (InputStorage.Capacity < InputShape.Count) InputStorage = new Storage(InputShape.Count);
        if (TargetStorage.Capacity < targetLength) TargetStorage = new Storage(targetLength);
        if (hasWeights && WeightStorage.Capacity < rows) WeightStorage = new Storage(rows);
        if (hasLabels && labels.Length < rows) labels = new int[rows];
    }
}
