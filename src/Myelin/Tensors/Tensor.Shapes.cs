using Myelin.Operations;

namespace Myelin.Tensors;

public readonly partial struct Tensor
{
    /// <summary>
    /// An entry along the first axis, which goes: <c>x[2]</c> of [5, 3] is the third row, of shape [3]. The gradient of the other entries is 0.
    /// </summary>
    /// <param name="entry">The entry, from 0; in C# also from the end: <c>x[^1]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such entry, or no axis.</exception>
    public Tensor this[int entry] => Slice(0, entry, 1).Reshape(Shape.Row());

    /// <inheritdoc cref="this[int]"/>
    public Tensor this[Index entry] => this[entry.GetOffset(Shape[0])];

    /// <summary>An entry along the first two axes, which go: <c>x[2, 1]</c> of [5, 3] is a scalar.</summary>
    /// <param name="first">The entry along the first axis, from 0.</param>
    /// <param name="second">The entry along the second axis, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such entry, or not two axes.</exception>
    public Tensor this[int first, int second] => Slice(0, first, 1).Slice(1, second, 1).Reshape(Shape.Row().Row());

    /// <summary>Entries along the first axis: <c>x[1..3]</c> of [5, 3] are two rows. <see cref="Slice"/> takes another axis.</summary>
    /// <param name="entries">The entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the axis, or there is no axis.</exception>
    public Tensor this[Range entries]
    {
        get
        {
            (int start, int count) = entries.GetOffsetAndLength(Shape[0]);
            return Slice(0, start, count);
        }
    }

    /// <summary>The same elements in the same order under another shape; the gradient passes through.</summary>
    /// <param name="axes">The new sizes; one of them may be -1, which stands for what is left.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ, or -1 cannot be told.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> axes) => Reshape(Shape.OfSizes(axes, Count));

    /// <inheritdoc cref="Reshape(ReadOnlySpan{int})"/>
    public Tensor Reshape(params int[] axes) => Reshape(axes.AsSpan());

    /// <summary>The same elements in the same order under another shape; the gradient passes through.</summary>
    /// <param name="shape">The new shape.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public Tensor Reshape(Shape shape) => ReshapeOperation.Apply(this, shape);

    /// <summary>The axes in another order, copied: the result's axis i is the axis order[i]. The gradient goes back in the inverse order.</summary>
    /// <param name="order">Every axis once, from 0.</param>
    /// <exception cref="ArgumentException">Not every axis once.</exception>
    public Tensor Permute(params ReadOnlySpan<int> order) => PermuteOperation.Apply(this, order);

    /// <inheritdoc cref="Permute(ReadOnlySpan{int})"/>
    public Tensor Permute(params int[] order) => Permute(order.AsSpan());

    /// <summary>Two axes exchanged, copied; by default the last two, as of a matrix. The gradient goes back likewise.</summary>
    /// <param name="first">An axis, negative from the end.</param>
    /// <param name="second">The other.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        Shape shape = Shape;
        Span<int> order = [0, 1, 2, 3, 4, 5];
        (int one, int other) = (shape.Axis(first), shape.Axis(second));
        (order[one], order[other]) = (other, one);
        return Permute(order[..shape.Rank]);
    }

    /// <summary>A range of entries along one axis, copied; the gradient of the entries left out is 0.</summary>
    /// <param name="axis">The axis, negative from the end.</param>
    /// <param name="start">The first entry, from 0.</param>
    /// <param name="count">The number of entries, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis, or the range leaves it.</exception>
    public Tensor Slice(int axis, int start, int count) => SliceOperation.Apply(this, axis, start, count);

    /// <summary>Cuts an axis into parts; <see cref="Concatenate(int, ReadOnlySpan{Tensor})"/> puts them together again.</summary>
    /// <param name="axis">The axis, negative from the end.</param>
    /// <param name="sizes">The number of entries of each part; together those of the axis.</param>
    /// <exception cref="ArgumentException">No such axis, or the sizes do not make up the axis.</exception>
    public Tensor[] Split(int axis, params ReadOnlySpan<int> sizes)
    {
        long sum = 0;
        foreach (int size in sizes) sum += size < 0 ? throw new ArgumentOutOfRangeException(nameof(sizes), size, "Sizes are 0 or more.") : size;
        if (sum != Shape[axis]) throw new ArgumentException($"Parts of {sum} entries do not make up axis {axis} of {Shape}.", nameof(sizes));
        var parts = new Tensor[sizes.Length];
        for (int i = 0, start = 0; i < parts.Length; start += sizes[i++]) parts[i] = Slice(axis, start, sizes[i]);
        return parts;
    }

    /// <inheritdoc cref="Split(int, ReadOnlySpan{int})"/>
    public Tensor[] Split(int axis, params int[] sizes) => Split(axis, sizes.AsSpan());

    /// <summary>
    /// Tensors one behind the other along an axis; each gets its range of the gradient. A tensor without entries along the axis adds nothing.
    /// </summary>
    /// <param name="axis">The axis, negative from the end.</param>
    /// <param name="tensors">At least one; the shapes are equal but for that axis.</param>
    /// <exception cref="ArgumentException">No tensors, or shapes that differ elsewhere.</exception>
    public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> tensors) => ConcatenateOperation.Apply(axis, tensors);

    /// <inheritdoc cref="Concatenate(int, ReadOnlySpan{Tensor})"/>
    public static Tensor Concatenate(int axis, params Tensor[] tensors) => Concatenate(axis, tensors.AsSpan());

    /// <summary>Tensors of one shape beside each other along a new axis; each gets its part of the gradient.</summary>
    /// <param name="axis">The place of the new axis in the result, negative from the end.</param>
    /// <param name="tensors">At least one, of at most five axes.</param>
    /// <exception cref="ArgumentException">No tensors, shapes that differ, no such place, or too many axes.</exception>
    public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length == 0) throw new ArgumentException("There is nothing to stack.", nameof(tensors));
        Shape shape = tensors[0].Shape, stacked = shape.Batch(1);
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        int place = stacked.Axis(axis);
        for (int i = 0, from = 0; i < stacked.Rank; i++) sizes[i] = i == place ? 1 : shape[from++];
        var one = new Shape(sizes[..stacked.Rank]);
        var parts = new Tensor[tensors.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = tensors[i].Shape == shape ? tensors[i].Reshape(one)
                : throw new ArgumentException($"{shape} and {tensors[i].Shape} differ and cannot be stacked.", nameof(tensors));
        return Concatenate(place, parts);
    }

    /// <inheritdoc cref="Stack(int, ReadOnlySpan{Tensor})"/>
    public static Tensor Stack(int axis, params Tensor[] tensors) => Stack(axis, tensors.AsSpan());

    /// <summary>Rows by number, as an embedding's table gives them; each row of the table gets the sum of the gradients of its occurrences.</summary>
    /// <param name="rows">Row numbers from 0; a row may occur more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row that does not exist, or there is no axis.</exception>
    public Tensor GatherRows(Labels rows) => GatherRowsOperation.Apply(this, rows);
}
