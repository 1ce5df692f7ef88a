using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>State of a layer that is saved with the weights but not trained, such as the running statistics of batch normalisation.</summary>
public sealed class LayerBuffer
{
    /// <summary>Creates a buffer.</summary>
    /// <param name="name">The name inside its layer, such as <c>running_mean</c>.</param>
    /// <param name="initial">The initial values; they are copied.</param>
    public LayerBuffer(string name, Tensor initial)
    {
        Name = name;
        Value = new Tensor(initial.Shape, initial.Span);
    }

    /// <summary>The name; with the layer's path in front once the layer is part of a network.</summary>
    public string Name { get; internal set; }

    /// <summary>The values, as an operand for operations.</summary>
    public Tensor Value { get; }

    /// <summary>Writes every value, as a layer does in a training step. Predictions on other threads may see some old and some new values meanwhile.</summary>
    /// <param name="values">As many values as the buffer has.</param>
    /// <exception cref="ArgumentException">More or fewer values.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        if (values.Length != Value.Count) throw new ArgumentException($"The buffer '{Name}' has {Value.Count} values, not {values.Length}.", nameof(values));
        values.CopyTo(Span);
    }

    internal Span<float> Span => Value.Slot.Span;
}
