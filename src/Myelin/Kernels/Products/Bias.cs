namespace Myelin.Kernels;

/// <summary>The biases of a product's rows or columns.</summary>
/// <param name="values">The biases, or null for none.</param>
/// <param name="axis">Which axis they run along.</param>
internal readonly unsafe struct Bias(float* values, BiasAxis axis)
{
    private readonly float* values = values;

    /// <summary>A sum and its bias.</summary>
    internal float AddTo(float sum, int row, int column) => values == null ? sum : sum + values[axis == BiasAxis.Rows ? row : column];

    /// <summary>The biases from a row on, or null where they do not run along the rows.</summary>
    internal float* OfRows(int row) => values != null && axis == BiasAxis.Rows ? values + row : null;

    /// <summary>The biases from a column on, or null where they do not run along the columns.</summary>
    internal float* OfColumns(int column) => values != null && axis == BiasAxis.Columns ? values + column : null;
}
