using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// The rules by which an elementwise operation takes two shapes: they are equal; or they have the same number of axes and along each
/// the sizes are equal or one of them is 1, and then that operand is repeated; or one operand is a scalar (no axes). Missing axes are
/// never added silently: [3, 1] and [3] do not fit, because what was meant cannot be known. Reshape one of them first.
/// </summary>
internal static class Broadcasting
{
    internal static Shape Common(string operation, Shape a, Shape b)
    {
        if (a == b || b.Rank == 0) return a;
        if (a.Rank == 0) return b;
        if (a.Rank != b.Rank) throw Mismatch(operation, a, b);
        Shape common = a;
        for (int axis = 0; axis < a.Rank; axis++)
        {
            if (a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1) throw Mismatch(operation, a, b);
            common = common.With(axis, a[axis] == 1 ? b[axis] : a[axis]);
        }

        return common;
    }

    /// <summary>Gives the elements repeated to the common shape; they are the operand's own where nothing is repeated.</summary>
    internal static Scratch Expand(ReadOnlySpan<float> x, Shape from, Shape to, out ReadOnlySpan<float> expanded)
    {
        if (from == to)
        {
            expanded = x;
            return Scratch.Take(0);
        }

        Scratch scratch = Scratch.Take(to.Count);
        expanded = scratch.Span;
        if (from.Rank == 0) scratch.Span.Fill(x[0]);
        else if (to.Count > 0) ExpandAxis(x, from, scratch.Span, to, 0);
        return scratch;
    }

    /// <summary>Undoes the repetition in the backward pass: sums the gradient over every axis along which the operand was repeated.</summary>
    internal static void Reduce(ReadOnlySpan<float> gradient, Shape from, Span<float> result, Shape to, bool accumulate)
    {
        if (from == to)
        {
            Copy.To(gradient, result, accumulate);
            return;
        }

        if (to.Rank == 0)
        {
            float sum = Sums.Of(gradient);
            result[0] = accumulate ? result[0] + sum : sum;
            return;
        }

        int axis = 0;
        while (from[axis] == to[axis]) axis++;
        Shape reduced = from.With(axis, 1);
        using Scratch scratch = Scratch.Take(reduced.Count);
        AxisSum.Run(gradient, from, axis, scratch.Span);
        Reduce(scratch.Span, reduced, result, to, accumulate);
    }

    private static void ExpandAxis(ReadOnlySpan<float> x, Shape from, Span<float> y, Shape to, int axis)
    {
        if (axis == to.Rank)
        {
            y[0] = x[0];
            return;
        }

        int inner = from.CountBehind(axis), outer = to.CountBehind(axis);
        if (inner == outer && from[axis] == to[axis])
        {
            x[..(inner * from[axis])].CopyTo(y);
            return;
        }

        for (int i = 0; i < to[axis]; i++)
        {
            int source = from[axis] == 1 ? 0 : i;
            if (source == 0 && i > 0) y[..outer].CopyTo(y.Slice(i * outer, outer));
            else ExpandAxis(x.Slice(source * inner, inner), from, y.Slice(i * outer, outer), to, axis + 1);
        }
    }

    private static ArgumentException Mismatch(string operation, Shape a, Shape b) => new(
        $"'{operation}' does not fit the shapes {a} and {b}: they must be equal, or have as many axes with sizes equal or 1, or one must be a "
            + $"scalar. Use Reshape to add the axes that are meant.");
}
