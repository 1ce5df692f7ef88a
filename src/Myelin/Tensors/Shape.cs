using System.Runtime.CompilerServices;

namespace Myelin.Tensors;

/// <summary>
/// The sizes of a tensor's axes, outermost first, up to six of them. A value: comparing, passing and keeping shapes allocates nothing.
/// The shape without axes is a scalar's and counts one element.
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes a tensor can have.</summary>
    public const int MaximumRank = 6;

    private readonly Sizes sizes;
    private readonly int countLessOne;

    /// <summary>Creates a shape from its axes' sizes.</summary>
    /// <param name="axes">Zero to six sizes, each 0 or more, whose product fits a 32-bit signed integer.</param>
    /// <exception cref="ArgumentException">More than six axes, a negative size, or too many elements.</exception>
    public Shape(params ReadOnlySpan<int> axes)
    {
        if (axes.Length > MaximumRank) throw new ArgumentException($"A tensor has at most {MaximumRank} axes, not {axes.Length}.", nameof(axes));
        long count = 1;
        for (int axis = 0; axis < axes.Length; axis++)
        {
            if (axes[axis] < 0) throw new ArgumentException($"Axis {axis} has size {axes[axis]}; sizes are 0 or more.", nameof(axes));
            count *= axes[axis];
            if (count > int.MaxValue) throw new ArgumentException($"The shape has more than {int.MaxValue} elements.", nameof(axes));
            sizes[axis] = axes[axis];
        }

        Rank = axes.Length;
        countLessOne = (int)count - 1;
    }

    /// <inheritdoc cref="Shape(ReadOnlySpan{int})"/>
    public Shape(params int[] axes) : this(axes.AsSpan()) { }

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of the sizes, 1 without axes.</summary>
    public int Count => countLessOne + 1;

    /// <summary>The size of one axis.</summary>
    /// <param name="axis">Counted from 0, or from the end with negative numbers: -1 is the last axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int this[int axis] => sizes[Axis(axis)];

    /// <summary>The axis' index counted from 0, for an index that may be negative and then counts from the end.</summary>
    /// <param name="axis">The axis, from -<see cref="Rank"/> to <see cref="Rank"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int Axis(int axis)
    {
        if (axis < -Rank || axis >= Rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"The shape {this} has no axis {axis}.");
        return axis < 0 ? axis + Rank : axis;
    }

    /// <summary>The number of elements of one entry along <paramref name="axis"/>: the product of the sizes behind it.</summary>
    /// <param name="axis">The axis, counted from 0; -1 gives the whole count.</param>
    public int CountBehind(int axis)
    {
        int count = 1;
        for (int i = axis + 1; i < Rank; i++) count *= sizes[i];
        return count;
    }

    /// <summary>A shape from sizes of which one may be -1, which stands for what is left of a number of elements.</summary>
    internal static Shape OfSizes(ReadOnlySpan<int> axes, int count)
    {
        int open = axes.IndexOf(-1);
        if (open < 0) return new Shape(axes);
        Span<int> sizes = stackalloc int[MaximumRank];
        if (axes.Length > MaximumRank || axes[(open + 1)..].Contains(-1))
            throw new ArgumentException($"One size of [{string.Join(", ", axes.ToArray())}] may be -1, of at most {MaximumRank}.", nameof(axes));
        axes.CopyTo(sizes);
        sizes[open] = 1;
        int others = new Shape(sizes[..axes.Length]).Count;
        if (others == 0 || count % others != 0)
            throw new ArgumentException($"{count} elements cannot have the shape [{string.Join(", ", axes.ToArray())}]: -1 would stand for no "
                + $"whole number.", nameof(axes));
        sizes[open] = count / others;
        return new Shape(sizes[..axes.Length]);
    }

    /// <summary>The same shape with one axis' size replaced.</summary>
    /// <param name="axis">The axis, negative from the end.</param>
    /// <param name="size">The new size.</param>
    public Shape With(int axis, int size)
    {
        Span<int> axes = stackalloc int[MaximumRank];
        CopyTo(axes);
        axes[Axis(axis)] = size;
        return new Shape(axes[..Rank]);
    }

    /// <summary>The shape with one more axis in front: a batch of <paramref name="rows"/> rows of this shape.</summary>
    /// <param name="rows">The size of the new first axis.</param>
    public Shape Batch(int rows)
    {
        Span<int> axes = stackalloc int[MaximumRank + 1];
        axes[0] = rows;
        CopyTo(axes[1..]);
        return new Shape(axes[..(Rank + 1)]);
    }

    /// <summary>The shape without its first axis: that of one row of a batch.</summary>
    public Shape Row()
    {
        Span<int> axes = stackalloc int[MaximumRank];
        CopyTo(axes);
        _ = Axis(0);
        return new Shape(axes[1..Rank]);
    }

    /// <summary>Writes the sizes to a span.</summary>
    /// <param name="destination">At least <see cref="Rank"/> long.</param>
    public void CopyTo(Span<int> destination)
    {
        for (int axis = 0; axis < Rank; axis++) destination[axis] = sizes[axis];
    }

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray()
    {
        var axes = new int[Rank];
        CopyTo(axes);
        return axes;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other)
    {
        if (Rank != other.Rank) return false;
        for (int axis = 0; axis < Rank; axis++)
        {
            if (sizes[axis] != other.sizes[axis]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Rank;
        for (int axis = 0; axis < Rank; axis++) hash = HashCode.Combine(hash, sizes[axis]);
        return hash;
    }

    /// <summary>The sizes as text, for example <c>[32, 784]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";

    /// <summary>Whether two shapes have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    [InlineArray(MaximumRank)]
    private struct Sizes
    {
        private int first;
    }
}
