using System.Text;
using System.Text.Json;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>
/// Reads the JSON header of a safetensors file, which nobody has checked: every surprise is an <see cref="InvalidInputException"/> that names the
/// place.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="header">The header's bytes.</param>
/// <param name="dataLength">The number of bytes behind the header.</param>
internal ref struct SafeTensorsHeaderReader(string path, ReadOnlySpan<byte> header, long dataLength)
{
    private readonly int headerLength = header.Length;
    private Utf8JsonReader json = new(header);

    internal Dictionary<string, SafeTensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    internal void Read()
    {
        try
        {
            bool metadataSeen = false;
            Expect(JsonTokenType.StartObject, "'{'");
            while (NextProperty(out string name))
            {
                if (name != SafeTensorsHeader.MetadataKey) AddEntry(name);
                else if (metadataSeen) throw Error("one metadata object", "a second");
                else
                {
                    ReadMetadata();
                    metadataSeen = true;
                }
            }

            if (json.Read()) throw Error("the header's end", $"a JSON {json.TokenType}");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException($"{path}, offset {SafeTensorsHeader.LengthSize + json.BytesConsumed}: the header is not valid JSON; "
                + $"the file is damaged or no safetensors file.", exception);
        }
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, "'{'");
        while (NextProperty(out string key))
        {
            Expect(JsonTokenType.String, "a text");
            if (!Metadata.TryAdd(key, Text())) throw Error("every metadata key once", $"'{key}' again");
        }
    }

    private void AddEntry(string name)
    {
        string? dtype = null;
        Shape? shape = null;
        (long Begin, long End)? range = null;
        Expect(JsonTokenType.StartObject, "'{'");
        while (NextProperty(out string key))
        {
            switch (key)
            {
                case "dtype" when dtype is null:
                    Expect(JsonTokenType.String, "a type's name");
                    dtype = Text();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape(name);
                    break;
                case "data_offsets" when range is null:
                    range = ReadRange(name);
                    break;
                default:
                    throw Error("dtype, shape and data_offsets once each", $"'{key}' in tensor '{name}'");
            }
        }

        if (dtype is null || shape is not { } known || range is not var (begin, end))
            throw Error("dtype, shape and data_offsets", $"tensor '{name}' without one of them");
        int size = SafeTensorsEntry.ElementSize(dtype);
        if (size == 0) throw Error("a known dtype", $"'{dtype}' in tensor '{name}'");
        if ((long)known.Count * size != end - begin)
            throw Error($"{(long)known.Count * size} bytes for {dtype} {known}", $"data_offsets of {end - begin} in tensor '{name}'");
        var entry = new SafeTensorsEntry(name, dtype, known, SafeTensorsHeader.LengthSize + headerLength + begin, end - begin);
        if (!Entries.TryAdd(name, entry)) throw Error("every tensor once", $"'{name}' again");
    }

    private Shape ReadShape(string name)
    {
        Span<int> axes = stackalloc int[Shape.MaximumRank];
        int rank = 0;
        long count = 1;
        Expect(JsonTokenType.StartArray, "'['");
        while (Next() != JsonTokenType.EndArray)
        {
            long size = Number();
            if (rank == Shape.MaximumRank) throw Error($"at most {Shape.MaximumRank} axes", $"more in tensor '{name}'");
            if (size > int.MaxValue || (count *= size) > int.MaxValue) throw Error($"at most {int.MaxValue} elements", $"more in tensor '{name}'");
            axes[rank++] = (int)size;
        }

        return new Shape(axes[..rank]);
    }

    private (long Begin, long End) ReadRange(string name)
    {
        Expect(JsonTokenType.StartArray, "'['");
        Next();
        long begin = Number();
        Next();
        long end = Number();
        Expect(JsonTokenType.EndArray, "']'");
        if (begin > end || end > dataLength)
            throw Error($"offsets that rise and stay within {dataLength} bytes of data", $"{begin} to {end} in tensor '{name}'");
        return (begin, end);
    }

    private bool NextProperty(out string name)
    {
        bool found = Next() == JsonTokenType.PropertyName;
        name = found ? Text() : "";
        return found;
    }

    private JsonTokenType Next()
    {
        if (!json.Read()) throw Error("more of the header", "its end");
        return json.TokenType;
    }

    private void Expect(JsonTokenType type, string expected)
    {
        if (Next() != type) throw Error(expected, $"a JSON {json.TokenType}");
    }

    private readonly long Number() =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) && value >= 0 ? value
            : throw Error("a whole number of 0 or more",
            json.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(json.ValueSpan) : $"a JSON {json.TokenType}");

    // The reader finds text that is not Unicode only when it is asked for the text.
    private readonly string Text()
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error("text in Unicode", "other bytes");
        }
    }

    private readonly InvalidInputException Error(string expected, string found) =>
        new($"{path}, offset {SafeTensorsHeader.LengthSize + json.TokenStartIndex}: expected {expected}, found {found}; the file is damaged or no "
            + $"safetensors file.");
}
