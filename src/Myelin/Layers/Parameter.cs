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

    /// <summary>The values, as an operand for operations: always those that the parameter has now.</summary>
    public Tensor Value => new(Slot);

    internal Slot Slot { get; }

    /// <summary>The store that the parameter lies in; null before its network has one.</summary>
    internal ParameterStore? Store { get; set; }
}
