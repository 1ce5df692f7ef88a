using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>Weights that training changes. Only an optimizer or the program, through the network's <see cref="Layer.Store"/>, and loading a file change them.</summary>
public sealed class Parameter
{
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

    /// <summary>The values, as an operand for operations: always those that the parameter has now. A computation of parameters alone begins with <see cref="On"/>.</summary>
    public Tensor Value => new(Slot);

    /// <summary>
    /// The values on a tape, without a copy, so that a computation can begin with them: rows of an embedding's table, a temperature eᵗ, a penalty (w · w).Sum(). Where other operands
    /// lie on the tape, <see cref="Value"/> does as well.
    /// </summary>
    /// <param name="tape">The tape, of which a step is under way; in a layer that of its input. None: <see cref="Value"/>.</param>
    /// <exception cref="InvalidOperationException">No step is under way on the tape.</exception>
    /// <example><code>protected override Tensor Compute(Tensor x) =&gt; x * temperature.On(x.Tape).Exp();</code></example>
    public Tensor On(Tape? tape) => tape is null ? Value : tape.Leaf(Slot);

    internal Slot Slot { get; }

    /// <summary>The store that the parameter lies in; null before its network has one.</summary>
    internal ParameterStore? Store { get; set; }
}
