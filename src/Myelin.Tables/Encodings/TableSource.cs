using Myelin.Data;
using Myelin.Tables.Columns;
using Myelin.Tensors;

namespace Myelin.Tables.Encodings;

/// <summary>Rows of a table as inputs and targets of a network. Rows are encoded when a batch is filled, so the table is the only copy of the data.</summary>
public sealed class TableSource : IDataSource, IPlacedRows
{
    private readonly Table table;
    private readonly int[] rows;
    private readonly (IRowEncoder Encoder, int Start, int Width)[] encoders;
    private readonly float[]? targets;
    private readonly int[]? labels;
    private readonly float[]? weights;

    internal TableSource(Table table, int[] rows, int width, (IRowEncoder Encoder, int Start, int Width)[] encoders, float[]? targets, int[]? labels,
        int classCount, float[]? weights, double targetScale = 1, double targetShift = 0)
    {
        (this.table, this.rows, this.encoders, this.targets, this.labels, this.weights) = (table, rows, encoders, targets, labels, weights);
        (TargetScale, TargetShift) = (targetScale, targetShift);
        (InputShape, ClassCount) = (new Shape(width), labels is null ? 0 : classCount);
    }

    /// <inheritdoc/>
    string? IPlacedRows.Where(int row) => table.Where(rows[row]);

    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <inheritdoc/>
    public int TargetCount => targets is null ? 0 : 1;

    /// <inheritdoc/>
    public double TargetScale { get; }

    /// <inheritdoc/>
    public double TargetShift { get; }

    /// <inheritdoc/>
    public bool HasWeights => weights is not null;

    /// <summary>The table's row of each row of this source.</summary>
    public IReadOnlyList<int> Rows => rows;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> rows, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Resize(this, rows.Length);
        int width = InputShape.Count;
        batch.Inputs.Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            int row = this.rows[rows[i]];
            var inputs = batch.Inputs.Slice(i * width, width);
            foreach (var (encoder, start, length) in encoders) encoder.Write(row, inputs.Slice(start, length));
            if (targets is not null) batch.Targets[i] = targets[rows[i]];
            if (labels is not null) batch.Labels[i] = labels[rows[i]];
            if (weights is not null) batch.Weights[i] = weights[rows[i]];
        }
    }
}
