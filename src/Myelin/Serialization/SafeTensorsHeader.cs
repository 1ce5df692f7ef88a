using System.Text.Encodings.Web;
using System.Text.Json;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>The JSON header of a safetensors file: <c>{"__metadata__":{…},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}</c>.</summary>
internal static class SafeTensorsHeader
{
    /// <summary>The longest header that is read or written, 100 million bytes, as in the format's first implementation.</summary>
    internal const long Longest = 100_000_000;

    /// <summary>The header's own length stands before it, in eight bytes.</summary>
    internal const int LengthSize = 8;

    /// <summary>The key of the text that belongs to no tensor.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>Writes the header for float32 tensors that lie one behind the other, padded with spaces so that the data start on a multiple of 8.</summary>
    /// <exception cref="InvalidInputException">The header would be longer than is ever read.</exception>
    internal static byte[] Write((string Name, Shape Shape, ReadOnlyMemory<float> Values)[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // A text takes as many bytes as it has characters, or more.
        if (metadata is not null && metadata.Values.Sum(text => (long)text.Length) is var texts and > Longest) throw TooLong(texts);
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var (name, shape, _) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                for (int axis = 0; axis < shape.Rank; axis++) json.WriteNumberValue(shape[axis]);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)shape.Count * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % LengthSize != 0) header.WriteByte((byte)' ');
        if (header.Length > Longest) throw TooLong(header.Length);
        return header.ToArray();
    }

    /// <summary>Reads a header and checks that its tensors fill the data exactly, without gap or overlap.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="header">The header's bytes.</param>
    /// <param name="dataLength">The number of bytes behind the header.</param>
    /// <exception cref="InvalidInputException">The header is damaged or does not fit the data.</exception>
    internal static (SafeTensorsEntry[] Entries, Dictionary<string, string> Metadata) Read(string path, ReadOnlySpan<byte> header, long dataLength)
    {
        var reader = new SafeTensorsHeaderReader(path, header, dataLength);
        reader.Read();
        SafeTensorsEntry[] entries = [.. reader.Entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteLength)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        long end = LengthSize + header.Length;
        foreach (var entry in entries)
        {
            if (entry.Offset != end)
                throw new InvalidInputException($"{path}, offset {end}: expected the next tensor here, found '{entry.Name}' at {entry.Offset}; the "
                    + $"tensors overlap or leave a gap.");
            end += entry.ByteLength;
        }

        long length = LengthSize + header.Length + dataLength;
        if (end != length)
            throw new InvalidInputException($"{path}, offset {end}: expected the end of the file behind the last tensor, found {length - end} more bytes.");
        return (entries, reader.Metadata);
    }

    private static InvalidInputException TooLong(long length) =>
        new($"The description and the names of the tensors take {length} bytes or more, and a safetensors file has room for {Longest}; shorten "
            + $"them: a column with long texts in each row is better left out.");
}
