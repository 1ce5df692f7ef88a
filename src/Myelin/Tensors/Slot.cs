using Myelin.Autograd;
using Myelin.Kernels;

namespace Myelin.Tensors;

/// <summary>
/// Where a tensor's elements lie. Slots of a tape are reused step after step, and each reuse raises the generation, so that an old
/// handle is recognised. Slots of parameters and of the user's own tensors keep generation 0 for ever.
/// </summary>
/// <remarks>
/// A parameter's elements may be written while other threads predict with them. The discipline: who writes raises <see cref="Version"/> after the last element is
/// written (<see cref="Overwrite"/>, <see cref="MarkChanged"/>); who keeps a copy reads the version before the first element is read. So a copy that was made of half-written weights
/// carries a version that has passed, and is made again. Where the elements lie is one reference, so that no thread sees half of a move.
/// </remarks>
internal sealed class Slot(Tape? tape, GradientClaim? claim = null)
{
    private Storage storage = Empty;
    private bool isView;
    private bool isBorrowed;
    private bool hasGradient;
    private long gradientStep;
    private uint version;

    private static readonly Storage Empty = new(0);

    internal Tape? Tape => tape;

    internal uint Generation { get; private set; }

    internal Shape Shape { get; private set; }

    /// <summary>What a parameter is called, for messages; empty for other tensors.</summary>
    internal string Name { get; set; } = "";

    /// <summary>Whether a gradient has to reach this slot in the backward pass.</summary>
    internal bool NeedsGradient { get; set; }

    /// <summary>Whether the elements were computed from parameters without a tape, so that no gradient can reach those.</summary>
    internal bool LostGradient { get; set; }

    /// <summary>Whether the elements are themselves a gradient: operations on them cannot be differentiated again.</summary>
    internal bool IsGradient { get; private init; }

    /// <summary>Which step may write the gradient of a parameter; null for tensors of a tape and of the user's own.</summary>
    internal GradientClaim? Claim { get; set; } = claim;

    /// <summary>Whether <see cref="Gradient"/> holds this step's gradient so far. A parameter's ends with the next step that claims it.</summary>
    internal bool HasGradient
    {
        get => Claim is { } held ? gradientStep == held.Step : hasGradient;
        set
        {
            if (Claim is { } held) gradientStep = value ? held.Step : 0;
            else hasGradient = value;
        }
    }

    internal Slot? Gradient { get; private set; }

    /// <summary>The position of the operation that wrote this slot on its tape, or -1.</summary>
    internal int Producer { get; private set; } = -1;

    /// <summary>Counts the times that the elements of a parameter have changed, for copies of them in another order.</summary>
    internal uint Version => Volatile.Read(ref version);

    internal Span<float> Span => storage.Span[..Shape.Count];

    internal Memory<float> Memory => storage.Memory[..Shape.Count];

    /// <summary>Writes every element of a parameter.</summary>
    internal void Overwrite(ReadOnlySpan<float> values)
    {
        Interleaving.Point();
        values.CopyTo(Span);
        Interleaving.Point();
        MarkChanged();
    }

    /// <summary>Says that the elements have been written, all of them.</summary>
    internal void MarkChanged() => Interlocked.Increment(ref version);

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
        (isView, isBorrowed, Shape, Producer, HasGradient) = (false, false, shape, producer, false);
    }

    /// <summary>Lets the slot view elements that lie somewhere else; those of a parameter are the same ones, so its version stays.</summary>
    internal void Place(Storage where, Shape shape)
    {
        (isView, Shape, Producer) = (true, shape, -1);
        Volatile.Write(ref storage, where);
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
    internal void PlaceGradient(Storage where)
    {
        Gradient ??= NewGradient();
        Gradient.Place(where, Shape);
        Gradient.isBorrowed = true;
    }

    /// <summary>Lets this slot's gradient be the elements of another slot of its shape; nothing may be added to it.</summary>
    internal void PlaceGradient(Slot values) => PlaceGradient(values.storage);

    private Slot NewGradient() => new(tape) { IsGradient = true, Generation = Generation };
}
