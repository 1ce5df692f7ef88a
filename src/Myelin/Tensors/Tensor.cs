using Myelin.Autograd;

namespace Myelin.Tensors;

/// <summary>
/// A handle to float32 elements in row-major order. No operation changes a tensor; the one of a parameter, <c>parameter.Value</c>, shows the values
/// that the parameter has at the time, so an optimizer's step or a loaded file shows in it. The memory belongs to the tape that computed the tensor,
/// or to nobody but the garbage collector for tensors that the user makes; there is nothing to dispose. A handle kept beyond its step throws; take
/// values out with <see cref="ToArray"/> or <see cref="CopyTo"/> before the step ends.
/// </summary>
public readonly partial struct Tensor
{
    private readonly Slot? slot;
    private readonly uint generation;

    internal Tensor(Slot slot)
    {
        this.slot = slot;
        generation = slot.Generation;
    }

    /// <summary>Creates a tensor that lives as long as it is used. The values are copied.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="values">As many values as the shape has elements, in row-major order.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public Tensor(Shape shape, params ReadOnlySpan<float> values)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"The shape {shape} has {shape.Count} elements, but {values.Length} values are given.", nameof(values));
        slot = new Slot(tape: null);
        slot.Prepare(shape, -1);
        values.CopyTo(slot.Span);
    }

    /// <inheritdoc cref="Tensor(Shape, ReadOnlySpan{float})"/>
    public Tensor(Shape shape, params float[] values) : this(shape, values.AsSpan()) { }

    /// <summary>The shape.</summary>
    /// <exception cref="InvalidOperationException">The tensor's step has ended.</exception>
    public Shape Shape => Slot.Shape;

    /// <summary>The number of elements.</summary>
    public int Count => Slot.Shape.Count;

    /// <summary>The tape that the tensor was computed on; null for parameters and tensors of the user's own.</summary>
    public Tape? Tape => Slot.Tape;

    /// <summary>
    /// The elements in row-major order. A span cannot be told that its step has ended, so it stays inside the library;
    /// <see cref="Read{TState, TResult}"/> is for everybody.
    /// </summary>
    internal ReadOnlySpan<float> Span => Slot.Span;

    /// <summary>
    /// Reads the elements in row-major order without a copy. The span is for the call only, so it cannot outlive the step whose memory it is.
    /// </summary>
    /// <typeparam name="TState">What the reading needs to know.</typeparam>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="state">Handed on to the function, so that a static one allocates nothing.</param>
    /// <param name="read">Reads the elements.</param>
    /// <exception cref="InvalidOperationException">The tensor's step has ended.</exception>
    public TResult Read<TState, TResult>(TState state, ElementReader<TState, TResult> read) where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(read);
        return read(Slot.Span, state);
    }

    /// <summary>One element.</summary>
    /// <param name="index">The element's place in row-major order, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The tensor's step has ended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public float At(int index) =>
        (uint)index < (uint)Count ? Slot.Span[index]
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"A tensor of shape {Shape} has the elements 0 to {Count - 1}.");

    /// <summary>Copies the elements out, in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The tensor's step has ended.</exception>
    public float[] ToArray() => Slot.Span.ToArray();

    /// <summary>Copies the elements to a span, in row-major order.</summary>
    /// <param name="destination">At least <see cref="Count"/> long.</param>
    /// <exception cref="InvalidOperationException">The tensor's step has ended.</exception>
    public void CopyTo(Span<float> destination) => Slot.Span.CopyTo(destination);

    /// <summary>The value of a tensor with a single element.</summary>
    /// <exception cref="InvalidOperationException">The tensor has more or fewer elements, or its step has ended.</exception>
    public float ToScalar() => Count == 1 ? Slot.Span[0] : throw new InvalidOperationException($"A tensor of shape {Shape} is not a single number.");

    /// <summary>The shape and the first elements, for debugging.</summary>
    public override string ToString()
    {
        if (slot is null) return "no tensor";
        if (slot.Generation != generation) return "a tensor whose step has ended";
        string values = string.Join(", ", Slot.Span[..Math.Min(8, Count)].ToArray());
        return $"{Shape} {{ {values}{(Count > 8 ? ", …" : "")} }}";
    }

    /// <summary>The slot, after the check that this handle is not from an earlier step.</summary>
    internal Slot Slot
    {
        get
        {
            if (slot is null) throw new InvalidOperationException("This tensor was never created: it is the default value of its type.");
            if (slot.Generation != generation)
                throw new InvalidOperationException("This tensor belongs to a step that has ended, and its memory is in use again. Copy values out "
                    + "with ToArray or CopyTo before the step ends.");
            return slot;
        }
    }
}
