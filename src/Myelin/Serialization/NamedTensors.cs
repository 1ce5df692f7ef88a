using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>The parameters and buffers of a network by name, as files and fingerprints take them.</summary>
public static class NamedTensors
{
    /// <summary>Every parameter and buffer, in the network's order; the values are copies, and stay as they are when the network trains on.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyList<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> Of(Layer network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [.. Slots(network).Select(named => (named.Name, named.Slot.Shape, (ReadOnlyMemory<float>)named.Slot.Span.ToArray()))];
    }

    /// <summary>The same without a copy, for the length of a call.</summary>
    internal static IEnumerable<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> Live(Layer network) =>
        Slots(network).Select(named => (named.Name, named.Slot.Shape, (ReadOnlyMemory<float>)named.Slot.Memory));

    internal static IEnumerable<(string Name, Slot Slot)> Slots(Layer network) =>
        network.Parameters.Select(parameter => (parameter.Name, parameter.Slot)).Concat(network.Buffers.Select(buffer => (buffer.Name, buffer.Value.Slot)));
}
