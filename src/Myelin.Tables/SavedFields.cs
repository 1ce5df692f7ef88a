using System.Text.Json.Nodes;

namespace Myelin.Tables;

/// <summary>Reads the fields of a saved preprocessing, which may come from anywhere: what is absent or of another type is an error that names it.</summary>
internal readonly struct SavedFields(JsonObject json, string path)
{
    internal InvalidInputException Damaged(string field, string what) =>
        new($"The model's preprocessing is damaged: {path}{field} {what}; take the model file from its source again.");

    internal string Text(string field) => Value<string>(field, "a text");

    internal string? OptionalText(string field) => json.ContainsKey(field) ? Text(field) : null;

    internal bool Flag(string field) => Value<bool>(field, "true or false");

    internal double Number(string field)
    {
        double number = Value<double>(field, "a number");
        return double.IsFinite(number) ? number : throw Damaged(field, "is not finite");
    }

    internal SavedFields Fields(string field) =>
        Node(field) is JsonObject value ? new SavedFields(value, $"{path}{field}.") : throw Damaged(field, "is absent or no object");

    internal SavedFields[] List(string field)
    {
        string at = path + field;
        var self = this;
        return [.. Items(field).Select((item, i) => item is JsonObject value ? new SavedFields(value, $"{at}[{i}].") : throw self.Damaged($"{field}[{i}]", "is no object"))];
    }

    internal string[] Texts(string field)
    {
        var self = this;
        return [.. Items(field).Select((item, i) => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw self.Damaged($"{field}[{i}]", "is no text"))];
    }

    /// <summary>Texts in strictly rising ordinal order.</summary>
    internal string[] RisingTexts(string field)
    {
        string[] texts = Texts(field);
        for (int i = 1; i < texts.Length; i++)
        {
            if (string.CompareOrdinal(texts[i - 1], texts[i]) >= 0) throw Damaged(field, "is not in rising order");
        }

        return texts;
    }

    internal static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    private T Value<T>(string field, string type) =>
        Node(field) is JsonValue value && value.TryGetValue(out T? result) ? result : throw Damaged(field, $"is absent or not {type}");

    private JsonArray Items(string field) => Node(field) as JsonArray ?? throw Damaged(field, "is absent or no list");

    // A repeated name in the text of an object shows only when the object is first used.
    private JsonNode? Node(string field)
    {
        try
        {
            return json[field];
        }
        catch (ArgumentException)
        {
            throw Damaged(field, "is in an object that names a field twice");
        }
    }
}
