using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>The place of the largest element of each row. Not differentiable, so it is no operation of the tape.</summary>
internal static class ArgMax
{
    /// <summary>The index of the largest element of a row; the first of equal ones, and the first NaN before any number.</summary>
    /// <param name="row">The row; at least one element.</param>
    public static int Of(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (float.IsNaN(row[best])) break;
            if (row[i] > row[best] || float.IsNaN(row[i])) best = i;
        }

        return best;
    }

    /// <summary>The index of the largest element along the last axis, for each of the other axes' entries in row-major order.</summary>
    /// <param name="x">At least one axis, the last of at least one element.</param>
    public static Labels Rows(Tensor x)
    {
        int width = x.Shape[-1];
        if (width == 0) throw new ArgumentException($"The rows of {x.Shape} are empty and have no largest element.", nameof(x));
        var labels = new int[x.Count / width];
        for (int row = 0; row < labels.Length; row++) labels[row] = Of(x.Span.Slice(row * width, width));
        return labels;
    }
}
