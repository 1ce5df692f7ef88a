using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>Weights that training changes. Only an optimizer, through the <see cref="ParameterStore"/>, and loading a file change them.</summary>
public sealed class Parameter
{
    /// <summary>Creates a parameter.</summary>
    /// <param name="name">The name inside its layer, such as <c>weight</c>.</param>
    /// <param name="initial">The initial values; they are copied.</param>
    public Parameter(string name, Tensor initial)
    {
        Name = name;
        Slot = new Tensor(initial.Shape, initial.Span).Slot;
        Slot.NeedsGradient = true;
    }

    /// <summary>The name; with the layer's path in front once the layer is part of a network: <c>0.weight</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>What part the parameter plays; by default that of a weight.</summary>
    public ParameterKind Kind { get; init; }

    /// <summary>The values, as an operand for operations.</summary>
    public Tensor Value => new(Slot);

    internal Slot Slot { get; }
}
