using Myelin.Tensors;

namespace Myelin.Autograd;

/// <summary>
/// What the parameters of a network's store share, or one parameter alone before it lies in one: which tape's open step writes their gradients, and
/// the version of their values.
/// </summary>
/// <remarks>
/// Gradients have one place, so two open steps would overwrite each other's. Values may be written while other threads predict with them. The
/// discipline: who writes raises <see cref="Version"/> after the last element is written; who keeps a copy reads the version before the first element
/// is read. So a copy that was made of half-written values carries a version that has passed, and is made again.
/// </remarks>
internal sealed class ParameterGroup
{
    private int isHeld;
    private Tape? holder;
    private Tape? last;
    private long lastBegin;
    private long step = 1;
    private long version;

    /// <summary>Begins the group of a parameter alone.</summary>
    internal ParameterGroup() { }

    /// <summary>Begins the group of parameters that have moved into a store, with gradients that a step may have left.</summary>
    /// <param name="parts">The groups that they had.</param>
    internal ParameterGroup(IReadOnlyCollection<ParameterGroup> parts)
    {
        // Versions go on, so that no copy of earlier values takes itself for one of these.
        version = parts.Select(part => part.Version).DefaultIfEmpty().Max() + 1;
        if (parts.FirstOrDefault(part => part.last is not null) is { } used) (last, lastBegin) = (used.last, used.lastBegin);
    }

    /// <summary>Counts the steps that have claimed the gradients; what an earlier step left is none of the present one's.</summary>
    internal long Step => Volatile.Read(ref step);

    /// <summary>Whether the tape that claimed the gradients last has begun no step since: its next one may not depend on the parameters.</summary>
    internal bool IsFresh => last is not { } tape || tape.Begun == lastBegin;

    /// <summary>The tape whose open step holds the gradients, or null.</summary>
    internal Tape? Holder => Volatile.Read(ref holder);

    /// <summary>Counts the times that values have changed, for copies of them in another order.</summary>
    internal long Version => Volatile.Read(ref version);

    /// <summary>Says that values have been written, the last of them.</summary>
    internal void MarkChanged() => Interlocked.Increment(ref version);

    /// <summary>Claims the gradients for a tape's step; false where it holds them already.</summary>
    /// <exception cref="InvalidOperationException">The step of another tape holds them.</exception>
    internal bool Take(Tape tape, Slot parameter)
    {
        if (Holder == tape) return false;
        if (Interlocked.CompareExchange(ref isHeld, 1, 0) != 0) throw Held(tape, parameter);
        Volatile.Write(ref holder, tape);
        (last, lastBegin) = (tape, tape.Begun);
        Volatile.Write(ref step, step + 1);
        return true;
    }

    /// <summary>Makes the gradients, which are complete, those of the step that has begun last on the tape that claimed them last.</summary>
    internal void Refresh()
    {
        if (last is { } tape) lastBegin = tape.Begun;
    }

    /// <summary>Gives the gradients free; only the tape that holds them calls it.</summary>
    internal void Release()
    {
        Volatile.Write(ref holder, null);
        Volatile.Write(ref isHeld, 0);
    }

    private InvalidOperationException Held(Tape tape, Slot parameter)
    {
        string name = parameter.Name.Length == 0 ? "A parameter" : $"The parameter '{parameter.Name}'";
        string step = Holder is { } other ? $"the open step {other.Step} of {other}" : "the open step of another tape";
        return new(
            $"{name} takes part in {step}, and {tape} cannot record it in its step {tape.Step} too: both would write the same gradients. "
                + "End the one step before the other begins, give each thread a network of its own, or predict without recording.");
    }
}
