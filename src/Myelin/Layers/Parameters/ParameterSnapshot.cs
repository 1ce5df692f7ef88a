using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>The values of every parameter and buffer of a network at one moment, with their names and shapes.</summary>
public sealed class ParameterSnapshot
{
    internal ParameterSnapshot(IReadOnlyList<(string Name, Shape Shape)> layout, float[] values, float[][] buffers) =>
        (Layout, Values, Buffers) = (layout, values, buffers);

    /// <summary>Names and shapes of the parameters, then of the buffers, in the network's order.</summary>
    public IReadOnlyList<(string Name, Shape Shape)> Layout { get; }

    internal float[] Values { get; }

    internal float[][] Buffers { get; }

    /// <summary>A copy that does not change with this one.</summary>
    internal ParameterSnapshot Copy() => new(Layout, [.. Values], [.. Buffers.Select(buffer => buffer.ToArray())]);
}
