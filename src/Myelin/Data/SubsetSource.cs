using System.Buffers;
using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>Some rows of another source in an order of their own, as a split has them. Nothing is copied but the rows' numbers.</summary>
public sealed class SubsetSource : IDataSource, IPlacedRows
{
    private readonly IDataSource source;
    private readonly int[] rows;

    /// <summary>Creates a view of some rows.</summary>
    /// <param name="source">The source that holds the rows.</param>
    /// <param name="rows">Row numbers of <paramref name="source"/>, from 0 to its count - 1; a row may occur more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row number is outside the source.</exception>
    public SubsetSource(IDataSource source, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)source.Count) throw new ArgumentOutOfRangeException(nameof(rows), row, $"Rows are numbered from 0 to {source.Count - 1}.");
        }

        this.source = source;
        this.rows = rows.ToArray();
    }

    /// <inheritdoc/>
    string? IPlacedRows.Where(int row) => (source as IPlacedRows)?.Where(rows[row]);

    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public Shape InputShape => source.InputShape;

    /// <inheritdoc/>
    public int ClassCount => source.ClassCount;

    /// <inheritdoc/>
    public int TargetCount => source.TargetCount;

    /// <inheritdoc/>
    public double TargetScale => source.TargetScale;

    /// <inheritdoc/>
    public double TargetShift => source.TargetShift;

    /// <inheritdoc/>
    public bool HasWeights => source.HasWeights;

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> rows, Batch batch)
    {
        int[] rented = ArrayPool<int>.Shared.Rent(rows.Length);
        try
        {
            for (int i = 0; i < rows.Length; i++) rented[i] = this.rows[rows[i]];
            source.Fill(rented.AsSpan(0, rows.Length), batch);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }
}
