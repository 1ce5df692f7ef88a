using Myelin.Operations;

namespace Myelin.Tensors;

public readonly partial struct Tensor
{
    /// <summary>
    /// The sums over axes, whose sizes become 1; without axes the sum of all elements, a scalar. The gradient is repeated. The sum of nothing is 0.
    /// </summary>
    /// <param name="axes">The axes, negative from the end, each once; none for all.</param>
    /// <exception cref="ArgumentException">An axis that does not exist, or one twice.</exception>
    public Tensor Sum(params ReadOnlySpan<int> axes) => Over(axes, SumOperation.Apply, false);

    /// <inheritdoc cref="Sum(ReadOnlySpan{int})"/>
    public Tensor Sum(params int[] axes) => Sum(axes.AsSpan());

    /// <summary>
    /// The means over axes, whose sizes become 1; without axes the mean of all elements, a scalar. The gradient is repeated, divided by the number of
    /// terms. The mean of nothing is NaN.
    /// </summary>
    /// <param name="axes">The axes, negative from the end, each once; none for all.</param>
    /// <exception cref="ArgumentException">An axis that does not exist, or one twice.</exception>
    public Tensor Mean(params ReadOnlySpan<int> axes) => Over(axes, SumOperation.Apply, true);

    /// <inheritdoc cref="Mean(ReadOnlySpan{int})"/>
    public Tensor Mean(params int[] axes) => Mean(axes.AsSpan());

    /// <summary>
    /// The least elements over axes, whose sizes become 1; without axes the least of all, a scalar. NaN if any is. The gradient goes to the least, in
    /// equal parts where several are (as PyTorch's amin).
    /// </summary>
    /// <param name="axes">The axes, negative from the end, each once; none for all.</param>
    /// <exception cref="ArgumentException">An axis that does not exist, or one twice; or there are no elements to choose from.</exception>
    public Tensor Min(params ReadOnlySpan<int> axes) => Over(axes, ExtremeOperation.Apply, false);

    /// <inheritdoc cref="Min(ReadOnlySpan{int})"/>
    public Tensor Min(params int[] axes) => Min(axes.AsSpan());

    /// <summary>
    /// The greatest elements over axes, whose sizes become 1; without axes the greatest of all, a scalar. NaN if any is. The gradient goes to the
    /// greatest, in equal parts where several are (as PyTorch's amax).
    /// </summary>
    /// <param name="axes">The axes, negative from the end, each once; none for all.</param>
    /// <exception cref="ArgumentException">An axis that does not exist, or one twice; or there are no elements to choose from.</exception>
    public Tensor Max(params ReadOnlySpan<int> axes) => Over(axes, ExtremeOperation.Apply, true);

    /// <inheritdoc cref="Max(ReadOnlySpan{int})"/>
    public Tensor Max(params int[] axes) => Max(axes.AsSpan());

    /// <summary>
    /// The variances over axes, mean (x - mean x)² (divided by the number of terms n; times n / (n - 1) it is the unbiased estimate), in two passes;
    /// the sizes of the axes become 1. The derivative is 2 (x - mean x) / n. The variance of nothing is NaN.
    /// </summary>
    /// <param name="axes">The axes, negative from the end, each once; none for all.</param>
    /// <exception cref="ArgumentException">An axis that does not exist, or one twice.</exception>
    public Tensor Variance(params ReadOnlySpan<int> axes)
    {
        Tensor deviation = this - Mean(axes);
        return (deviation * deviation).Mean(axes);
    }

    /// <inheritdoc cref="Variance(ReadOnlySpan{int})"/>
    public Tensor Variance(params int[] axes) => Variance(axes.AsSpan());

    /// <summary>
    /// ln Σ exp x over axes, whose sizes become 1, computed with the greatest element subtracted; the derivative is soft-max. Only -∞ gives -∞ with
    /// derivative 0; ∞ gives ∞ with derivative NaN; NaN gives NaN.
    /// </summary>
    /// <param name="axes">The axes, negative from the end, each once; none for all.</param>
    /// <exception cref="ArgumentException">An axis that does not exist, or one twice; or there are no elements.</exception>
    public Tensor LogSumExp(params ReadOnlySpan<int> axes) => LogSumExpOperation.Apply(AxesLast(axes, out Shape kept)).Reshape(kept);

    /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int})"/>
    public Tensor LogSumExp(params int[] axes) => LogSumExp(axes.AsSpan());

    /// <summary>
    /// The place of the greatest element along the last axis, for each of the other axes' entries in row-major order: the first of equal ones, and
    /// the first NaN before any number.
    /// </summary>
    /// <exception cref="ArgumentException">There is no axis, or the last is empty.</exception>
    public Labels ArgMax() => Operations.ArgMax.Rows(this);

    private Tensor Over(ReadOnlySpan<int> axes, Func<Tensor, int?, bool, Tensor> reduce, bool option) => axes.Length switch
    {
        0 => reduce(this, null, option),
        1 => reduce(this, axes[0], option),
        _ => reduce(AxesLast(axes, out Shape kept), 1, option).Reshape(kept),
    };

    /// <summary>A matrix with the entries of some axes in its rows; without axes one row of all elements.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="kept">The shape with the size 1 along the axes; without axes a scalar's.</param>
    private Tensor AxesLast(ReadOnlySpan<int> axes, out Shape kept)
    {
        Shape shape = Shape;
        kept = axes.Length == 0 ? default : shape;
        if (axes.Length == 0) return Reshape(1, shape.Count);
        int chosen = 0, width = 1, first = 0;
        foreach (int given in axes)
        {
            int axis = shape.Axis(given);
            if ((chosen & (1 << axis)) != 0) throw new ArgumentException($"Axis {axis} of {shape} is given twice.", nameof(axes));
            chosen |= 1 << axis;
            width *= shape[axis];
            kept = kept.With(axis, 1);
        }

        Span<int> order = stackalloc int[Shape.MaximumRank];
        int last = shape.Rank - axes.Length;
        for (int axis = 0; axis < shape.Rank; axis++) order[(chosen & (1 << axis)) != 0 ? last++ : first++] = axis;
        bool isInPlace = chosen >> first == (1 << axes.Length) - 1;
        return (isInPlace ? this : Permute(order[..shape.Rank])).Reshape(kept.Count, width);
    }
}
