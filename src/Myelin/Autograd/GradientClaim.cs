using Myelin.Tensors;

namespace Myelin.Autograd;

/// <summary>
/// Which tape's open step writes the gradients of some parameters: those of a network's store, or one alone. Their gradients have one place, so two open
/// steps would overwrite each other's.
/// </summary>
internal sealed class GradientClaim
{
    private Tape? holder;

    /// <summary>Counts the steps that have claimed the gradients; what an earlier step left is none of the present one's.</summary>
    internal long Step { get; private set; } = 1;

    /// <summary>The tape whose open step holds the gradients, or null.</summary>
    internal Tape? Holder => Volatile.Read(ref holder);

    /// <summary>Claims the gradients for a tape's step; false where it holds them already.</summary>
    /// <exception cref="InvalidOperationException">The step of another tape holds them.</exception>
    internal bool Take(Tape tape, Slot parameter)
    {
        Tape? before = Interlocked.CompareExchange(ref holder, tape, null);
        if (before == tape) return false;
        if (before is not null)
        {
            string name = parameter.Name.Length == 0 ? "A parameter" : $"The parameter '{parameter.Name}'";
            throw new InvalidOperationException(
                $"{name} takes part in the open step {before.Step} of {before}, and {tape} cannot record it in its step {tape.Step} too: both would write the same gradients. "
                + "End the one step before the other begins, give each thread a network of its own, or predict without recording.");
        }

        Step++;
        return true;
    }

    /// <summary>Ends the gradients that a step of a tape left, unless another has claimed them since: the tape's next step may not depend on them.</summary>
    internal void Expire(Tape tape, long step)
    {
        if (Interlocked.CompareExchange(ref holder, tape, null) is not null) return;
        if (Step == step) Step++;
        Release(tape);
    }

    internal void Release(Tape tape) => Interlocked.CompareExchange(ref holder, null, tape);
}
