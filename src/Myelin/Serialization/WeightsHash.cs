using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>
/// <c>weights_sha256</c>: SHA-256 over names, shapes and values of all parameters and buffers. Equal hashes mean equal weights, bit for
/// bit; nothing else, no time, path or thread count, goes in.
/// </summary>
/// <remarks>
/// The bytes hashed are those of the tensors one after another in ordinal order of their names, without anything between them; each is
/// the name's length in UTF-8 bytes as int32, the name in UTF-8, the number of axes as int32, each axis' size as int32, and the values
/// row by row as float32. All numbers are little-endian, and every NaN counts as 0x7FC00000. Zeros differ by their sign.
/// </remarks>
public static class WeightsHash
{
    /// <summary>The hash of named tensors, in any order, as 64 lower-case hexadecimal digits.</summary>
    /// <param name="tensors">Parameters and buffers by name.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a shape does not count its values.</exception>
    public static string Compute(IEnumerable<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, shape, values) in CanonicalTensors.Order(tensors))
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            AppendInt32(hash, text.Length);
            hash.AppendData(text);
            AppendInt32(hash, shape.Rank);
            for (int axis = 0; axis < shape.Rank; axis++) AppendInt32(hash, shape[axis]);
            CanonicalTensors.WriteValues(values.Span, hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendInt32(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
