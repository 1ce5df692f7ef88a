namespace Myelin.Tensors;

/// <summary>Class labels of the rows of a batch: one whole number a row, from 0 to the number of classes - 1. A view: it copies nothing.</summary>
/// <param name="values">The labels, one a row.</param>
public readonly struct Labels(ReadOnlyMemory<int> values)
{
    /// <summary>Views an array of labels.</summary>
    /// <param name="values">The labels, one a row.</param>
    public Labels(int[] values) : this(values.AsMemory()) { }

    /// <summary>The number of rows.</summary>
    public int Count => values.Length;

    /// <summary>The labels.</summary>
    public ReadOnlySpan<int> Span => values.Span;

    /// <summary>The label of one row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public int this[int row] => values.Span[row];

    /// <summary>The labels as a new array.</summary>
    public int[] ToArray() => values.ToArray();

    /// <summary>Views an array of labels.</summary>
    /// <param name="values">The labels, one a row.</param>
    public static implicit operator Labels(int[] values) => new(values);
}
