using System.Runtime.CompilerServices;
using Myelin.Autograd;
using Myelin.Kernels;

namespace Myelin.Tensors;

/// <summary>
/// Where a tensor's elements lie. Slots of a tape are reused step after step, and each reuse raises the generation, so that an old
/// handle is recognised. Slots of parameters and of the user's own tensors keep generation 0 for ever.
/// </summary>
/// <remarks>
/// Where the elements lie is one reference, so that no thread sees half of a move. How parameters are written while others read:
/// <see cref="ParameterGroup"/>.
/// </remarks>
internal sealed class Slot(Tape? tape, ParameterGroup? group = null)
{
    private Storage storage = Empty;
    private bool isView;
    private bool isBorrowed;
    private bool hasGradient;
    private long gradientStep;
    private int frozenUses;

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

    /// <summary>The parameter whose values a tape's slot stands for, so that a computation on that tape can begin with them; null for all others.</summary>
    internal Slot? Parameter { get; private set; }

    /// <summary>What a parameter shares with the others of its store; null for tensors of a tape and of the user's own.</summary>
    internal ParameterGroup? Group { get; set; } = group;

    /// <summary>Whether open steps have used the parameter while it was frozen.</summary>
    internal bool IsUsedFrozen => Volatile.Read(ref frozenUses) > 0;

    /// <summary>Whether <see cref="Gradient"/> holds this step's gradient so far. A parameter's ends with the next step that claims it.</summary>
    internal bool HasGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Group is null ? hasGradient : HasGradientOf(Group);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (Group is null) hasGradient = value;
            else gradientStep = value ? Group.Step : 0;
        }
    }

    internal Slot? Gradient { get; private set; }

    /// <summary>The position of the operation that wrote this slot on its tape, or -1.</summary>
    internal int Producer { get; private set; } = -1;

    /// <summary>Changes with the elements of a parameter; those of the user's own tensors never change.</summary>
    internal long Version => Group?.Version ?? 0;

    internal Span<float> Span => storage.Span[..Shape.Count];

    internal Memory<float> Memory => storage.Memory[..Shape.Count];

    /// <summary>Writes every element of a parameter.</summary>
    internal void Overwrite(ReadOnlySpan<float> values)
    {
        Interleaving.Point();
        values.CopyTo(Span);
        Interleaving.Point();
        Group?.MarkChanged();
    }

    /// <summary>Says that a step uses the parameter, which is frozen; steps of several tapes may.</summary>
    internal void EnterFrozen() => Interlocked.Increment(ref frozenUses);

    /// <summary>Says that such a step has ended.</summary>
    internal void LeaveFrozen() => Interlocked.Decrement(ref frozenUses);

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
        (isView, isBorrowed, Shape, Producer, HasGradient, Parameter) = (false, false, shape, producer, false, null);
    }

    /// <summary>Lets the slot view elements that lie somewhere else; those of a parameter are the same ones, so its version stays.</summary>
    internal void Place(Storage where, Shape shape)
    {
        (isView, Shape, Producer, Parameter) = (true, shape, -1, null);
        Volatile.Write(ref storage, where);
    }

    /// <summary>Lets the slot of a tape stand for a parameter: it shows its values, and operations on it are operations on the parameter.</summary>
    internal void StandFor(Slot parameter)
    {
        Place(parameter.storage, parameter.Shape);
        (Parameter, NeedsGradient) = (parameter, parameter.NeedsGradient);
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

    private bool HasGradientOf(ParameterGroup group) => gradientStep == group.Step && group.IsFresh;

    private Slot NewGradient() => new(tape) { IsGradient = true, Generation = Generation };
}
