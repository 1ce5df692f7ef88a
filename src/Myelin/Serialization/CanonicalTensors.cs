using System.Buffers.Binary;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>The one order and the one byte form in which named tensors are written and hashed.</summary>
internal static class CanonicalTensors
{
    private const int BlockLength = 1 << 14;
    private const uint CanonicalNaN = 0x7FC00000;

    /// <summary>The tensors in ordinal order of their names.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, or a shape does not count its values.</exception>
    internal static (string Name, Shape Shape,
        ReadOnlyMemory<float> Values)[] Order(IEnumerable<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        for (int i = 0; i < ordered.Length; i++)
        {
            var (name, shape, values) = ordered[i];
            if (values.Length != shape.Count)
                throw new ArgumentException($"Tensor '{name}' has shape {shape} of {shape.Count} elements but {values.Length} values.", nameof(tensors));
            if (i > 0 && ordered[i - 1].Name == name) throw new ArgumentException($"Two tensors are named '{name}'.", nameof(tensors));
        }

        return ordered;
    }

    /// <summary>The values as little-endian float32, every NaN as 0x7FC00000, handed on in blocks.</summary>
    internal static void WriteValues(ReadOnlySpan<float> values, Action<ReadOnlySpan<byte>> write)
    {
        Span<byte> block = new byte[Math.Min(values.Length, BlockLength) * sizeof(float)];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, BlockLength);
            for (int i = 0; i < count; i++)
            {
                uint bits = float.IsNaN(values[i]) ? CanonicalNaN : BitConverter.SingleToUInt32Bits(values[i]);
                BinaryPrimitives.WriteUInt32LittleEndian(block[(i * sizeof(float))..], bits);
            }

            write(block[..(count * sizeof(float))]);
            values = values[count..];
        }
    }
}
