using System.Runtime.InteropServices;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Autograd;

/// <summary>
/// Records the operations of one step and owns the memory of their results. Bring inputs on it, compute, call <see cref="Backward(Tensor)"/>,
/// read gradients; then end the step, and the next one uses the same memory again. A tape serves one thread at a time; there is no hidden current tape.
/// </summary>
/// <remarks>
/// The gradients of a network's parameters have one place. So while the step of one recording tape that uses them is open, another recording tape
/// that meets them throws; tapes that do not record, and <see cref="Layers.Layer.Predict(Shape, ReadOnlySpan{float})"/>, are free to read.
/// </remarks>
/// <example>
/// <code>
/// var tape = new Tape();
/// using (tape.BeginStep(training: false))
/// {
///     Tensor x = tape.Variable(new Tensor(new Shape(3), 1, 2, 3));
///     tape.Backward((x * x).Sum());
///     float[] gradient = tape.Gradient(x).ToArray();   // 2, 4, 6
/// }
/// </code>
/// </example>
public sealed class Tape
{
    private readonly List<Operation> operations = [];
    private readonly List<Slot> inputs = [];
    private static int tapes;

    private readonly List<(Slot Slot, long Version)> leaves = [];
    private readonly List<Slot> frozen = [];
    // Nearly always of one network.
    private ParameterGroup? claim;
    private readonly List<ParameterGroup> otherClaims = [];
    private readonly string name;
    private int inputCount;
    private uint nextStep;
    private bool differentiated;
    private float dropoutFactor = 1;

    /// <summary>Creates a tape.</summary>
    /// <param name="recording">True to differentiate; false when only values are wanted, as in prediction.</param>
    /// <param name="shards">In how many shards the rows of a batch are summed, at least 1. Part of what determines the bits of a training.</param>
    /// <param name="firstStep">The number of the first training step, on which random masks depend.</param>
    /// <param name="name">What messages call the tape; by default they number the tapes.</param>
    public Tape(bool recording = true, int shards = 1, uint firstStep = 0, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        (IsRecording, Shards, nextStep) = (recording, shards, firstStep);
        this.name = name ?? $"tape {Interlocked.Increment(ref tapes)}";
    }

    /// <summary>Whether a backward pass can follow.</summary>
    public bool IsRecording { get; }

    /// <summary>In how many shards of rows sums over a batch are taken, before the shards are added in a fixed binary tree.</summary>
    public int Shards { get; }

    /// <summary>Whether the step trains, so that dropout drops and batch normalisation uses the batch's statistics.</summary>
    public bool IsTraining { get; private set; }

    /// <summary>The number of the step, which random masks depend on.</summary>
    public uint Step { get; private set; }

    /// <summary>
    /// What the rates of dropout layers are multiplied by in training steps, finite and 0 or more; by default 1. It stays until it is set again. A layer whose
    /// rate times the factor is not below 1 throws <see cref="InvalidInputException"/> in its step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public float DropoutFactor
    {
        get => dropoutFactor;
        set => dropoutFactor = value >= 0 && float.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A factor on dropout rates is finite and 0 or more.");
    }

    /// <summary>Which row of its batch the step's first row is: random masks depend on it. Above 0 where a batch is computed in parts.</summary>
    internal uint FirstRow { get; set; }

    /// <summary>The epoch and batch of a training's step, counted from 1, for messages; 0 in steps of others.</summary>
    internal (int Epoch, int Batch) Place { get; set; }

    /// <summary>Whether a step is under way.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the step's backward pass has run.</summary>
    internal bool IsDifferentiated => differentiated;

    /// <summary>Counts the steps that have begun.</summary>
    internal long Begun { get; private set; }

    /// <summary>Changes with each beginning and each end of a step, so that what belongs to one knows itself.</summary>
    internal long StepMark { get; private set; }

    /// <summary>The number of operations that ran in this step.</summary>
    public int OperationCount { get; private set; }

    /// <summary>The path of the layer that is running; empty outside layers.</summary>
    public string Scope { get; private set; } = "";

    /// <summary>The operations of this step, in the order they ran.</summary>
    public IEnumerable<Operation> Operations => operations.Take(OperationCount);

    /// <summary>
    /// Starts a step; disposing what it returns ends the step and every tensor of it. Training steps are numbered on from the tape's first step, so
    /// that each draws random masks of its own; other steps draw none and are not counted.
    /// </summary>
    /// <param name="training">Whether layers behave as in training: dropout drops, batch normalisation uses the batch's statistics.</param>
    /// <exception cref="InvalidOperationException">A step is under way.</exception>
    public StepScope BeginStep(bool training) => BeginStep(training, nextStep);

    /// <summary>
    /// Starts a step with a number of its own, from which the tape counts on; disposing what it returns ends the step and every tensor of it.
    /// </summary>
    /// <param name="training">Whether layers behave as in training: dropout drops, batch normalisation uses the batch's statistics.</param>
    /// <param name="step">The number of the step, for random masks.</param>
    /// <exception cref="InvalidOperationException">A step is under way.</exception>
    public StepScope BeginStep(bool training, uint step)
    {
        if (IsActive) throw new InvalidOperationException("A step is under way on this tape; end it before the next one begins.");
        (IsActive, IsTraining, Step, Scope, differentiated) = (true, training, step, "", false);
        if (training) nextStep = step + 1;
        leaves.Clear();
        Begun++;
        OperationCount = 0;
        inputCount = 0;
        return new StepScope(this, ++StepMark);
    }

    /// <summary>Brings values on the tape that need no gradient. They are copied.</summary>
    /// <param name="values">A tensor of the user's own.</param>
    public Tensor Input(Tensor values) => Input(values.Shape, values.Span);

    /// <summary>Brings values on the tape that need no gradient. They are copied.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public Tensor Input(Shape shape, ReadOnlySpan<float> values) => new(Copy(shape, values, needsGradient: false));

    /// <summary>Brings values on the tape whose gradient is wanted. They are copied.</summary>
    /// <param name="values">A tensor of the user's own.</param>
    public Tensor Variable(Tensor values) => new(Copy(values.Shape, values.Span, needsGradient: true));

    /// <summary>
    /// Computes the gradient of a scalar by every variable and parameter that it depends on.
    /// </summary>
    /// <param name="scalar">A tensor of one element that was computed on this tape in this step.</param>
    /// <exception cref="InvalidOperationException">The tape does not record, the tensor is not a scalar or not of this tape, it depends on nothing
    /// that needs a gradient, or the step has been differentiated before: there are no second derivatives.</exception>
    public void Backward(Tensor scalar)
    {
        Slot root = RequireDifferentiable(scalar.Slot);
        if (root.Shape.Count != 1)
            throw new InvalidOperationException($"Only a single number can be differentiated, not a tensor of shape {root.Shape}; take its sum or "
                + $"mean, or give the gradient to start from.");
        root.PrepareGradient().Span[0] = 1;
        Differentiate(root);
    }

    /// <summary>
    /// Goes on from a gradient that was computed elsewhere: computes gradientᵀ ∂result/∂v for every variable and parameter v that the
    /// result depends on (a vector-Jacobian product).
    /// </summary>
    /// <param name="result">A tensor that was computed on this tape in this step.</param>
    /// <param name="gradient">The gradient by the result, of its shape.</param>
    /// <exception cref="ArgumentException">The gradient has another shape.</exception>
    /// <exception cref="InvalidOperationException">As for a scalar.</exception>
    public void Backward(Tensor result, Tensor gradient)
    {
        Slot root = RequireDifferentiable(result.Slot), given = gradient.Slot;
        if (given.Shape != root.Shape)
            throw new ArgumentException($"The gradient of a tensor of shape {root.Shape} has that shape, not {given.Shape}.", nameof(gradient));
        // A parameter's gradient has a place of its own.
        if (root.Tape is null) given.Span.CopyTo(root.PrepareGradient().Span);
        else root.PlaceGradient(given);
        Differentiate(root);
    }

    /// <summary>What a backward pass begins with: the tensor's slot, or that of the parameter which it stands for.</summary>
    private Slot RequireDifferentiable(Slot root)
    {
        if (!IsRecording) throw new InvalidOperationException("This tape was made without recording; make it with recording: true to differentiate.");
        if (root.IsGradient || differentiated) throw new InvalidOperationException("This step has been differentiated; second derivatives do not exist here.");
        Slot source = root.Parameter ?? root;
        if (root.Tape != this || !source.NeedsGradient)
            throw new InvalidOperationException("The value does not depend on any variable or parameter of this tape's step.");
        if (source.Tape is null) AddLeaf(source);
        return source;
    }

    private void Differentiate(Slot root)
    {
        foreach ((Slot leaf, long version) in CollectionsMarshal.AsSpan(leaves))
        {
            if (leaf.Version != version)
                throw new InvalidOperationException($"The values of '{leaf.Name}' have changed since this step computed with them, so its "
                    + $"gradients would be of neither; change weights before the step computes, or after Backward.");
        }

        differentiated = true;
        root.HasGradient = true;
        for (int i = root.Producer; i >= 0; i--) operations[i].Differentiate();
    }

    /// <summary>The gradient of the differentiated scalar by a tensor; zeros when the scalar does not depend on it.</summary>
    /// <param name="of">A variable, a parameter or a result of this step.</param>
    /// <exception cref="InvalidOperationException">Before <see cref="Backward(Tensor)"/>, or the tensor needs no gradient.</exception>
    public Tensor Gradient(Tensor of)
    {
        Slot slot = of.Slot.Parameter ?? of.Slot;
        if (!differentiated) throw new InvalidOperationException("Call Backward first.");
        if (!slot.NeedsGradient)
            throw new InvalidOperationException("This tensor needs no gradient: it is an input or a frozen parameter, or depends on such only. "
                + "Bring it on the tape with Variable.");
        if (slot.Tape is null) AddLeaf(slot);
        Slot gradient = slot.PrepareGradient();
        if (!slot.HasGradient) gradient.Span.Clear();
        return new Tensor(gradient);
    }

    /// <summary>The first operation of this step whose result holds NaN or infinity, or null.</summary>
    public Operation? FirstNonFinite() => operations.Take(OperationCount).FirstOrDefault(operation => !operation.IsFinite());

    /// <summary>A dropout rate times <see cref="DropoutFactor"/>.</summary>
    /// <exception cref="InvalidInputException">The product is not below 1.</exception>
    internal float DropoutRate(float rate) => rate * dropoutFactor is < 1 and var product
        ? product
        : throw new InvalidInputException(
            $"The dropout rate {rate}{(Scope.Length > 0 ? $" of layer '{Scope}'" : "")} times the factor {dropoutFactor} is not below 1 "
                + $"at step {Step + 1L}{(Place.Epoch > 0 ? $" (epoch {Place.Epoch}, batch {Place.Batch})" : "")}, "
                + "so that nothing would be left; choose a smaller factor.");

    /// <summary>Names the layer that runs from now on, and returns the name before, to be set again afterwards.</summary>
    internal string Enter(string scope)
    {
        string before = Scope;
        Scope = scope;
        return before;
    }

    /// <summary>Brings memory on the tape as it is, without a copy; it must not change before the step ends.</summary>
    internal Tensor View(Shape shape, Storage values)
    {
        Slot slot = NextInput();
        slot.Place(values, shape);
        slot.NeedsGradient = false;
        return new Tensor(slot);
    }

    /// <summary>Brings a parameter on the tape: the same values, without a copy, and the same gradient.</summary>
    internal Tensor Leaf(Slot parameter)
    {
        Slot slot = NextInput();
        slot.StandFor(parameter);
        return new Tensor(slot);
    }

    internal TOperation Next<TOperation>() where TOperation : Operation, new()
    {
        RequireStep();
        if (OperationCount < operations.Count && operations[OperationCount] is TOperation seen) return seen;
        var operation = new TOperation();
        if (OperationCount < operations.Count) operations[OperationCount] = operation;
        else operations.Add(operation);
        return operation;
    }

    internal void Add(Operation operation, List<Slot> operands)
    {
        operation.Scope = Scope;
        OperationCount++;
        if (!IsRecording) return;
        foreach (Slot operand in CollectionsMarshal.AsSpan(operands))
        {
            if (operand.Group is null) continue;
            if (operand.NeedsGradient) AddLeaf(operand);
            else AddFrozen(operand);
        }
    }

    internal void EndStep(long number)
    {
        if (number != StepMark) return;
        for (int i = 0; i < OperationCount; i++) operations[i].Recycle();
        for (int i = 0; i < inputCount; i++) inputs[i].Recycle();
        foreach ((Slot leaf, _) in CollectionsMarshal.AsSpan(leaves)) leaf.RecycleGradient();
        foreach (Slot slot in CollectionsMarshal.AsSpan(frozen)) slot.LeaveFrozen();
        frozen.Clear();
        claim?.Release();
        claim = null;
        if (otherClaims.Count > 0) ReleaseOthers();
        IsActive = false;
        // Records and scopes of the step are known by its number, which nothing has from now on.
        StepMark++;
    }

    private void Claim(ParameterGroup group)
    {
        if (claim is null) claim = group;
        else otherClaims.Add(group);
    }

    private void ReleaseOthers()
    {
        foreach (ParameterGroup group in otherClaims) group.Release();
        otherClaims.Clear();
    }

    /// <summary>Holds the group of a store into which parameters of the open step have moved, with the values that they had.</summary>
    internal void Adopt(ParameterGroup group)
    {
        Claim(group);
        for (int i = 0; i < leaves.Count; i++)
        {
            if (leaves[i].Slot.Group == group) leaves[i] = (leaves[i].Slot, group.Version);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => name;

    /// <summary>Takes a parameter into this step, whose gradients it then writes.</summary>
    private void AddLeaf(Slot slot)
    {
        foreach (ref readonly (Slot Slot, long Version) leaf in CollectionsMarshal.AsSpan(leaves))
        {
            if (leaf.Slot == slot) return;
        }

        ParameterGroup group = slot.Group!;
        if (group.Take(this, slot)) Claim(group);
        leaves.Add((slot, slot.Version));
    }

    /// <summary>Takes a frozen parameter into this step, which computes no gradient by it and so must not see it unfrozen.</summary>
    private void AddFrozen(Slot slot)
    {
        if (CollectionsMarshal.AsSpan(frozen).Contains(slot)) return;
        frozen.Add(slot);
        slot.EnterFrozen();
    }

    private Slot Copy(Shape shape, ReadOnlySpan<float> values, bool needsGradient)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"The shape {shape} has {shape.Count} elements, but {values.Length} values are given.", nameof(values));
        Slot slot = NextInput();
        slot.Prepare(shape, -1);
        slot.NeedsGradient = needsGradient && IsRecording;
        values.CopyTo(slot.Span);
        return slot;
    }

    private Slot NextInput()
    {
        RequireStep();
        if (inputCount == inputs.Count) inputs.Add(new Slot(this));
        return inputs[inputCount++];
    }

    private void RequireStep()
    {
        if (!IsActive) throw new InvalidOperationException("No step is under way on this tape; begin one with BeginStep.");
    }
}
