namespace Myelin.Kernels;

/// <summary>
/// A matrix inside a span: element [row, column] lies at row · <see cref="RowStride"/> + column · <see cref="ColumnStride"/>, so a
/// transpose is a view, too.
/// </summary>
internal readonly ref struct MatrixView
{
    internal MatrixView(ReadOnlySpan<float> data, int rows, int columns, int rowStride, int columnStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rowStride);
        ArgumentOutOfRangeException.ThrowIfNegative(columnStride);
        if (rows > 0 && columns > 0 && (long)(rows - 1) * rowStride + (long)(columns - 1) * columnStride >= data.Length)
            throw new ArgumentException($"A matrix of {rows} x {columns} with strides {rowStride} and {columnStride} does not fit {data.Length} "
                + $"elements.", nameof(data));
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>A matrix stored row by row without gaps.</summary>
    internal MatrixView(ReadOnlySpan<float> data, int rows, int columns) : this(data, rows, columns, columns, 1) { }

    internal ReadOnlySpan<float> Data { get; }

    internal int Rows { get; }

    internal int Columns { get; }

    internal int RowStride { get; }

    internal int ColumnStride { get; }

    internal MatrixView Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);
}
