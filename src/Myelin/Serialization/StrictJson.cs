using System.Text.Json;
using System.Text.Json.Nodes;

namespace Myelin.Serialization;

/// <summary>
/// Reads JSON that nobody has checked, all of it at once. The runtime reads names and texts of a document when they are first asked for, so that what
/// is wrong with them would show wherever that happens to be.
/// </summary>
public static class StrictJson
{
    private static readonly string[] ReaderOptions = [" Change the reader options.", " which is not supported in this mode"];

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="JsonException">No JSON, nested more than 64 deep, a name twice in one object, a text that is not Unicode, or a number beyond
    /// double precision.</exception>
    public static JsonNode? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        JsonNode? node = Unicode(() => JsonNode.Parse(text, nodeOptions: null, Options));
        Require(node);
        return node;
    }

    /// <summary>Reads a document in UTF-8.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <exception cref="JsonException">As for a text.</exception>
    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document = Unicode(() => JsonDocument.Parse(utf8, Options));
        Require(document.RootElement);
        return document;
    }

    /// <summary>Checks JSON that somebody else has read.</summary>
    /// <param name="node">The JSON; null is its null.</param>
    /// <exception cref="JsonException">A name twice in one object, a text that is not Unicode, or a number beyond double precision.</exception>
    public static void Require(JsonNode? node)
    {
        try
        {
            if (node is JsonObject fields)
            {
                foreach ((_, JsonNode? value) in Unicode(fields.ToArray)) Require(value);
            }
            else if (node is JsonArray items)
            {
                foreach (JsonNode? item in items) Require(item);
            }
            else if (node is JsonValue value && value.TryGetValue(out JsonElement element))
            {
                Require(element);
            }
        }
        catch (ArgumentException wrong)
        {
            throw new JsonException("An object names a field twice.", wrong);
        }
    }

    private static void Require(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = Unicode(() => property.Name);
                    Require(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray()) Require(item);
                break;
            case JsonValueKind.String:
                _ = Unicode(element.GetString);
                break;
            case JsonValueKind.Number:
                if (!element.TryGetDouble(out double number) || !double.IsFinite(number)) throw new JsonException("A number is beyond double precision.");
                break;
        }
    }

    // The runtime finds half a character, such as \ud800, when it makes a text of it.
    private static T Unicode<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException wrong)
        {
            throw new JsonException(Words(wrong), wrong);
        }
        catch (InvalidOperationException wrong)
        {
            throw new JsonException("A text is not Unicode.", wrong);
        }
    }

    /// <summary>The runtime's message for people who have the text and no reader: without its options, and with the place counted from 1.</summary>
    private static string Words(JsonException wrong)
    {
        string text = wrong.Message;
        foreach (string place in (string[])[" Path: ", " LineNumber: "])
        {
            if (text.IndexOf(place, StringComparison.Ordinal) is var start and >= 0) text = text[..start];
        }

        foreach (string options in ReaderOptions) text = text.Replace(options, "", StringComparison.Ordinal);
        return wrong is { LineNumber: { } line, BytePositionInLine: { } position } ? $"{text} It is in line {line + 1}, at byte {position + 1}." : text;
    }
}
