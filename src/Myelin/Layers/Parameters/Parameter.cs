using Myelin.Autograd;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Weights that training changes. Only an optimizer or the program, through the network's <see cref="Layer.Store"/>, and loading a file change them.
/// </summary>
public sealed class Parameter
{
    private float rateFactor = 1;
    private float? weightDecay;

    /// <summary>Creates a parameter.</summary>
    /// <param name="name">The name inside its layer, such as <c>weight</c>.</param>
    /// <param name="initial">The initial values; they are copied.</param>
    public Parameter(string name, Tensor initial)
    {
        Slot = new Slot(tape: null, new ParameterGroup()) { NeedsGradient = true, Name = name };
        Slot.Prepare(initial.Shape, -1);
        initial.CopyTo(Slot.Span);
    }

    /// <summary>The name; with the layer's path in front once the layer is part of a network: <c>0.weight</c>.</summary>
    public string Name
    {
        get => Slot.Name;
        internal set => Slot.Name = value;
    }

    /// <summary>What part the parameter plays; by default that of a weight.</summary>
    public ParameterKind Kind { get; init; }

    /// <summary>
    /// The values, as an operand for operations: always those that the parameter has now. A computation of parameters alone begins with
    /// <see cref="On"/>.
    /// </summary>
    public Tensor Value => new(Slot);

    /// <summary>
    /// The values on a tape, without a copy, so that a computation can begin with them: rows of an embedding's table, a temperature eᵗ, a penalty (w
    /// · w).Sum(). Where other operands lie on the tape, <see cref="Value"/> does as well.
    /// </summary>
    /// <param name="tape">The tape, of which a step is under way; in a layer that of its input. None: <see cref="Value"/>.</param>
    /// <exception cref="InvalidOperationException">No step is under way on the tape.</exception>
    /// <example><code>protected override Tensor Compute(Tensor x) =&gt; x * temperature.On(x.Tape).Exp();</code></example>
    public Tensor On(Tape? tape) => tape is null ? Value : tape.Leaf(Slot);

    /// <summary>
    /// Whether the values stay as they are: steps compute no gradient by them (it is 0), and optimizers leave them and their state alone. By default
    /// false. A batch normalisation whose factor and term are both frozen uses its running statistics in training, too, and leaves them as they are.
    /// A parameter that is unfrozen in mid-training begins with longer steps under <see cref="Optimizers.Adam"/>, which says why.
    /// </summary>
    /// <exception cref="InvalidOperationException">A step that uses the parameter is open.</exception>
    public bool IsFrozen
    {
        get => !Slot.NeedsGradient;
        set
        {
            if (Slot.Group!.Holder is { } tape)
                throw new InvalidOperationException($"The parameter '{Name}' takes part in the open step {tape.Step} of {tape}; freeze or unfreeze "
                    + $"it between steps.");
            if (!value && Slot.IsUsedFrozen)
                throw new InvalidOperationException($"The parameter '{Name}' was frozen when an open step used it; unfreeze it between steps.");
            Slot.NeedsGradient = !value;
            Store?.MarkPartition();
        }
    }

    /// <summary>What the learning rate is multiplied by for this parameter, finite and 0 or more; by default 1. Optimizers read it at each step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public float RateFactor
    {
        get => rateFactor;
        set
        {
            rateFactor = value >= 0 && float.IsFinite(value) ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "A factor on the learning rate is finite and 0 or more.");
            Store?.MarkPartition();
        }
    }

    /// <summary>
    /// The decoupled weight decay λ of this parameter, from 0 to 1; null, the default, takes the optimizer's. Optimizers read it at each step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public float? WeightDecay
    {
        get => weightDecay;
        set
        {
            weightDecay = value is null or >= 0 and <= 1 ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight decay is from 0 to 1.");
            Store?.MarkPartition();
        }
    }

    /// <summary>What differs from the defaults in how the parameter is trained, as text; null where nothing does.</summary>
    internal string? Rule => (IsFrozen, RateFactor, WeightDecay) switch
    {
        (false, 1, null) => null,
        (true, 1, null) => $"the parameter '{Name}' frozen",
        _ => $"the parameter '{Name}'{(IsFrozen ? " frozen," : "")} with {Spec.Text(RateFactor)} times the learning rate and "
            + (WeightDecay is { } decay ? $"the weight decay {Spec.Text(decay)}" : "the optimizer's weight decay"),
    };

    internal Slot Slot { get; }

    /// <summary>The store that the parameter lies in; null before its network has one.</summary>
    internal ParameterStore? Store { get; set; }
}
