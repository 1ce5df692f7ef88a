using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Myelin.Serialization;

/// <summary>
/// Reads the fields of a saved object, which may come from anywhere: what is absent, of another type or out of range is an
/// <see cref="InvalidInputException"/> that names the field. The object is one that <see cref="StrictJson"/> has read or checked.
/// </summary>
/// <param name="json">The object.</param>
/// <param name="subject">What the object is, for messages: <c>model.safetensors</c>.</param>
/// <param name="path">The fields that lead to it, each with a point behind it; empty for the outermost.</param>
public sealed class JsonFields(JsonObject json, string subject, string path = "")
{
    /// <summary>Texts as a list to save.</summary>
    /// <param name="texts">The texts.</param>
    public static JsonArray ArrayOf(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>The error that a field is not as it must be.</summary>
    /// <param name="field">The field.</param>
    /// <param name="what">What is wrong with it, behind its name.</param>
    public InvalidInputException Damaged(string field, string what) =>
        new($"{subject} is damaged: {path}{field} {what}; take the model file from its source again.");

    /// <summary>A text.</summary>
    /// <param name="field">The field.</param>
    public string Text(string field) => OptionalText(field) ?? throw Damaged(field, "is absent");

    /// <summary>A text, or null where the field is absent or null.</summary>
    /// <param name="field">The field.</param>
    public string? OptionalText(string field) => json[field] is not { } node ? null : TextOf(node) ?? throw Damaged(field, "is not a text");

    /// <summary>True or false.</summary>
    /// <param name="field">The field.</param>
    public bool Flag(string field) => json[field]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Damaged(field, "is absent or not true or false"),
    };

    /// <summary>A finite number.</summary>
    /// <param name="field">The field.</param>
    public double Number(string field) => NumberOf(json[field]) ?? throw Damaged(field, "is absent or not a number");

    /// <summary>A number within the range of float32.</summary>
    /// <param name="field">The field.</param>
    public double NumberInFloat32(string field) => RequireFloat32(field, Number(field));

    /// <summary>A whole number within limits.</summary>
    /// <param name="field">The field.</param>
    /// <param name="smallest">The smallest allowed.</param>
    /// <param name="largest">The largest allowed.</param>
    public int Whole(string field, int smallest, int largest)
    {
        double number = Number(field);
        return number >= smallest && number <= largest && number == Math.Floor(number) ? (int)number
            : throw Damaged(field, $"is {number}, not a whole number from {smallest} to {largest}");
    }

    /// <summary>A seed: a whole number of up to 64 bits.</summary>
    /// <param name="field">The field.</param>
    public ulong Seed(string field) =>
        json[field] is { } node && node.GetValueKind() == JsonValueKind.Number
            && ulong.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw Damaged(field, $"is absent or not a whole number from 0 to {ulong.MaxValue}");

    /// <summary>Whether there is such a field that is not null.</summary>
    /// <param name="field">The field.</param>
    public bool Has(string field) => json[field] is not null;

    /// <summary>An object.</summary>
    /// <param name="field">The field.</param>
    public JsonFields Fields(string field) => new(OptionalObject(field) ?? throw Damaged(field, "is absent"), subject, $"{path}{field}.");

    /// <summary>An object as it is, or null where the field is absent or null.</summary>
    /// <param name="field">The field.</param>
    public JsonObject? OptionalObject(string field) => json[field] is not { } node ? null : node as JsonObject ?? throw Damaged(field, "is not an object");

    /// <summary>A list of objects.</summary>
    /// <param name="field">The field.</param>
    public JsonFields[] List(string field) =>
        [.. Items(field)
            .Select((item, i) => item is JsonObject value ? new JsonFields(value, subject, $"{path}{field}[{i}].")
            : throw Damaged($"{field}[{i}]", "is not an object"))];

    /// <summary>A list of texts.</summary>
    /// <param name="field">The field.</param>
    public string[] Texts(string field) => [.. Items(field).Select((item, i) => TextOf(item) ?? throw Damaged($"{field}[{i}]", "is not a text"))];

    /// <summary>A list of finite numbers.</summary>
    /// <param name="field">The field.</param>
    public double[] Numbers(string field) => [.. Items(field).Select((item, i) => NumberOf(item) ?? throw Damaged($"{field}[{i}]", "is not a number"))];

    /// <summary>A list of numbers within the range of float32.</summary>
    /// <param name="field">The field.</param>
    public double[] NumbersInFloat32(string field) => [.. Numbers(field).Select((number, i) => RequireFloat32($"{field}[{i}]", number))];

    /// <summary>Texts in strictly rising ordinal order.</summary>
    /// <param name="field">The field.</param>
    public string[] RisingTexts(string field)
    {
        string[] texts = Texts(field);
        for (int i = 1; i < texts.Length; i++)
        {
            if (string.CompareOrdinal(texts[i - 1], texts[i]) >= 0) throw Damaged(field, "is not in rising order");
        }

        return texts;
    }

    private double RequireFloat32(string field, double number) =>
        float.IsFinite((float)number) ? number : throw Damaged(field, $"is {number}, which is beyond float32");

    private JsonArray Items(string field) => json[field] as JsonArray ?? throw Damaged(field, "is absent or not a list");

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    // A number may be held as what it was made of, or as the text that it was read from.
    private static double? NumberOf(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) is var number
            && double.IsFinite(number) ? number : null;
}
