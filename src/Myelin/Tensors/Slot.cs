using Myelin.Autograd;
using Myelin.Kernels;

namespace Myelin.Tensors;

/// <summary>
/// Where a tensor's elements lie. Slots of a tape are reused step after step, and each reuse raises the generation, so that an old
/// handle is recognised. Slots of parameters and of the user's own tensors keep generation 0 for ever.
/// </summary>
internal sealed class Slot(Tape? tape)
{
    private Storage storage = Empty;
    private int offset;
    private bool isView;
    private bool isBorrowed;

    private static readonly Storage Empty = new(0);

    internal Tape? Tape => tape;

    internal uint Generation { get; private set; }

    internal Shape Shape { get; private set; }

    /// <summary>Whether a gradient has to reach this slot in the backward pass.</summary>
    internal bool NeedsGradient { get; set; }

    /// <summary>Whether the elements were computed from parameters without a tape, so that no gradient can reach those.</summary>
    internal bool LostGradient { get; set; }

    /// <summary>Whether the elements are themselves a gradient: operations on them cannot be differentiated again.</summary>
    internal bool IsGradient { get; private init; }

    /// <summary>Whether <see cref="Gradient"/> holds this step's gradient so far.</summary>
    internal bool HasGradient { get; set; }

    internal Slot? Gradient { get; private set; }

    /// <summary>The position of the operation that wrote this slot on its tape, or -1.</summary>
    internal int Producer { get; private set; } = -1;

    /// <summary>Counts the times that the elements of a parameter may have changed, for copies of them in another order.</summary>
    internal uint Version { get; private set; }

    internal Span<float> Span => storage.Span.Slice(offset, Shape.Count);

    internal Memory<float> Memory => storage.Memory.Slice(offset, Shape.Count);

    /// <summary>Says that the elements are about to be written.</summary>
    internal void MarkChanged() => Version++;

    /// <summary>Ends every handle to this slot.</summary>
    internal void Recycle()
    {
        Generation++;
        HasGradient = false;
        RecycleGradient();
    }

    /// <summary>Ends every handle to this slot's gradient; a parameter's gradient belongs to a step, its values do not.</summary>
    internal void RecycleGradient()
    {
        if (Gradient is not null) Gradient.Generation++;
    }

    /// <summary>Gives the slot a shape and room of its own for it, reusing the room it has.</summary>
    internal void Prepare(Shape shape, int producer)
    {
        if (storage.Capacity < shape.Count || isView) storage = new Storage(shape.Count);
        (offset, isView, isBorrowed, Shape, Producer, HasGradient) = (0, false, false, shape, producer, false);
    }

    /// <summary>Lets the slot view elements that lie somewhere else.</summary>
    internal void Place(Storage where, int at, Shape shape)
    {
        (storage, offset, isView, Shape, Producer) = (where, at, true, shape, -1);
        Version++;
    }

    /// <summary>The slot of this slot's gradient, with room for it; its elements are undefined until something is written.</summary>
    internal Slot PrepareGradient()
    {
        if (Gradient is not null && Gradient.Shape == Shape && (HasGradient || !Gradient.isBorrowed)) return Gradient;
        Gradient ??= NewGradient();
        Gradient.Prepare(Shape, -1);
        return Gradient;
    }

    /// <summary>Lets this slot's gradient be elements that lie somewhere else, for this step.</summary>
    internal void PlaceGradient(Storage where, int at)
    {
        Gradient ??= NewGradient();
        Gradient.Place(where, at, Shape);
        Gradient.isBorrowed = true;
    }

    /// <summary>Lets this slot's gradient be the elements of another slot of its shape; nothing may be added to it.</summary>
    internal void PlaceGradient(Slot values) => PlaceGradient(values.storage, values.offset);

    private Slot NewGradient() => new(tape) { IsGradient = true, Generation = Generation };
}
