using System.Numerics;

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

    /// <summary>Labels of two classes that are written as -1 and 1: class 0 and class 1, as every loss of two classes takes them.</summary>
    /// <typeparam name="T">The signs' type.</typeparam>
    /// <param name="signs">-1 or 1 for each row.</param>
    /// <exception cref="ArgumentException">Another value; the message names its row.</exception>
    public static Labels FromSigns<T>(params ReadOnlySpan<T> signs) where T : INumber<T>
    {
        var labels = new int[signs.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            if (signs[row] != T.One && signs[row] != -T.One)
                throw new ArgumentException($"Row {row} has the sign {signs[row]}; signs are -1 and 1.", nameof(signs));
            labels[row] = signs[row] == T.One ? 1 : 0;
        }

        return new Labels(labels);
    }

    /// <summary>The labels as a new array.</summary>
    public int[] ToArray() => values.ToArray();

    /// <summary>Views an array of labels.</summary>
    /// <param name="values">The labels, one a row.</param>
    public static implicit operator Labels(int[] values) => new(values);
}
