using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Autograd;

/// <summary>
/// One operation of a step, and its record on the tape: what it is, its attributes (properties of the derived class), the tensors it
/// read and wrote, and the layer it belongs to. Value and derivative stand side by side, and neither can be left out. Records are
/// reused by the same place of the next step, so they allocate nothing once every shape has been seen.
/// </summary>
public abstract class Operation
{
    private readonly List<Slot> operands = new(3);
    private Slot? output;
    private long step;

    /// <summary>The operation's name, for error messages and descriptions.</summary>
    public abstract string Name { get; }

    /// <summary>The path of the layer that ran the operation, such as <c>0.conv</c>; empty outside layers.</summary>
    public string Scope { get; internal set; } = "";

    /// <summary>The number of tensors read.</summary>
    public int OperandCount => operands.Count;

    /// <summary>The tensor written.</summary>
    /// <exception cref="InvalidOperationException">The operation's step has ended.</exception>
    public Tensor Result => new(OfThisStep(Output));

    /// <summary>The tape that the operation runs on; null when no operand lies on one.</summary>
    protected Tape? Tape { get; private set; }

    /// <summary>Whether a backward pass may follow, so that what it needs has to be kept.</summary>
    protected bool WillDifferentiate => Output.NeedsGradient;

    /// <summary>The elements to write in <see cref="Forward"/>, row-major.</summary>
    protected Span<float> ResultSpan => Output.Span;

    /// <summary>The gradient of the result, complete when <see cref="Backward"/> runs.</summary>
    protected ReadOnlySpan<float> ResultGradient => Output.Gradient!.Span;

    private Slot Output => output ?? throw new InvalidOperationException($"The operation '{Name}' has not run.");

    /// <summary>One of the tensors read.</summary>
    /// <param name="index">From 0 to <see cref="OperandCount"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The operation's step has ended.</exception>
    public Tensor Operand(int index) => new(OfThisStep(operands[index]));

    /// <summary>Computes the result from the operands.</summary>
    protected abstract void Forward();

    /// <summary>Adds this operation's part to the gradient of every operand for which <see cref="Needs"/> says so.</summary>
    protected abstract void Backward();

    /// <summary>
    /// Takes a record of the wanted kind for the next place of the operands' tape, or a fresh one without a tape. Set its attributes, then call
    /// <see cref="Run(Shape)"/>.
    /// </summary>
    /// <typeparam name="TOperation">The kind of operation.</typeparam>
    /// <param name="first">The first tensor to read.</param>
    /// <param name="others">The others.</param>
    /// <exception cref="ArgumentException">The operands lie on two tapes.</exception>
    /// <exception cref="InvalidOperationException">
    /// An operand's step has ended; or it is a gradient: second derivatives do not exist here; or it was computed from parameters outside the tape,
    /// so that its gradient would be lost.
    /// </exception>
    protected static TOperation Record<TOperation>(Tensor first, params ReadOnlySpan<Tensor> others) where TOperation : Operation, new()
    {
        Tape? tape = first.Slot.Tape;
        foreach (Tensor other in others) tape = Common(tape, other.Slot.Tape);
        TOperation operation = tape is null ? new TOperation() : tape.Next<TOperation>();
        operation.Tape = tape;
        operation.step = tape?.StepMark ?? 0;
        operation.operands.Clear();
        operation.Add(first.Slot);
        foreach (Tensor other in others) operation.Add(other.Slot);
        return operation;
    }

    /// <summary>Makes room for the result, computes it, and puts the record on the tape.</summary>
    /// <param name="shape">The result's shape.</param>
    /// <returns>The result.</returns>
    protected Tensor Run(Shape shape) => Run(shape, isConstant: false);

    /// <summary><see cref="Run(Shape)"/>, where the result may be a constant for the backward pass.</summary>
    private protected Tensor Run(Shape shape, bool isConstant)
    {
        output ??= new Slot(Tape);
        output.Prepare(shape, Tape?.OperationCount ?? -1);
        bool needs = false, lost = false;
        foreach (Slot operand in CollectionsMarshal.AsSpan(operands))
        {
            needs |= operand.NeedsGradient;
            lost |= operand.LostGradient;
        }

        output.NeedsGradient = needs && Tape is { IsRecording: true } && !isConstant;
        output.LostGradient = Tape is null && (needs || lost) && !isConstant;
        Forward();
        Tape?.Add(this, operands);
        return new Tensor(output);
    }

    /// <summary>Whether an operand needs a gradient.</summary>
    /// <param name="operand">The operand's index.</param>
    protected bool Needs(int operand) => operands[operand].NeedsGradient;

    /// <summary>An operand's slot.</summary>
    /// <param name="operand">The operand's index.</param>
    private protected Slot OperandSlot(int operand) => operands[operand];

    /// <summary>An operand's elements, row-major.</summary>
    /// <param name="operand">The operand's index.</param>
    protected ReadOnlySpan<float> OperandSpan(int operand) => operands[operand].Span;

    /// <summary>An operand's gradient, to write or to add to in <see cref="Backward"/>.</summary>
    /// <param name="operand">The operand's index.</param>
    /// <param name="accumulate">True when other operations have written before: then add. False: overwrite every element.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected Span<float> GradientSpan(int operand, out bool accumulate)
    {
        Slot slot = operands[operand];
        accumulate = slot.HasGradient;
        Slot gradient = slot.PrepareGradient();
        slot.HasGradient = true;
        return gradient.Span;
    }

    /// <summary>
    /// Makes memory of this operation the gradient of an operand, instead of copying it there; false where that cannot be, because
    /// other operations have written before or the gradient has a place of its own in the parameters' store.
    /// </summary>
    /// <param name="operand">The operand's index.</param>
    /// <param name="values">The gradient, row-major.</param>
    private protected bool GiveGradient(int operand, Storage values)
    {
        Slot slot = operands[operand];
        if (slot.Tape is null || slot.HasGradient) return false;
        slot.HasGradient = true;
        slot.PlaceGradient(values);
        return true;
    }

    internal void Differentiate()
    {
        if (Output is { NeedsGradient: true, HasGradient: true }) Backward();
    }

    internal void Recycle() => output?.Recycle();

    internal bool IsFinite()
    {
        foreach (float value in Output.Span)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }

    /// <summary>A record is reused by the next step, so what it names is the slot of its own step only while that lasts.</summary>
    private Slot OfThisStep(Slot slot)
    {
        if (Tape is { } tape && step != tape.StepMark) ThrowEnded();
        return slot;
    }

    private void ThrowEnded() =>
        throw new InvalidOperationException($"This record of '{Name}' belongs to a step that has ended, and is in use again. Read records before "
            + $"the step ends.");

    private void Add(Slot slot)
    {
        slot = slot.Parameter ?? slot;
        if ((slot.IsGradient || slot.LostGradient) && Tape is not null) RefuseLost(slot);
        operands.Add(slot);
    }

    private void RefuseLost(Slot slot)
    {
        if (slot.IsGradient && Tape!.IsRecording)
            throw new InvalidOperationException($"'{Name}' was given a gradient, and second derivatives do not exist here. Take the values out "
                + $"with ToArray to go on computing with them.");
        if (slot.LostGradient)
            throw new InvalidOperationException($"'{Name}' was given a tensor computed from parameters outside the tape, so no gradient would "
                + $"reach them. Begin that computation with {nameof(Layers.Parameter)}.{nameof(Layers.Parameter.On)}(tape), or take its result as "
                + $"a constant with Detach.");
    }

    private static Tape? Common(Tape? one, Tape? other)
    {
        if (one is not null && other is not null && one != other)
            throw new ArgumentException("The operands lie on two different tapes; an operation belongs to one. Copy one of them with ToArray and "
                + "give it to the other tape as an input.");
        return one ?? other;
    }
}
