using System.Text.Json;
using System.Text.Json.Nodes;

namespace Myelin.Fuzz;

/// <summary>Changes of a JSON document that leave it JSON, mostly: other types, absent and repeated fields, odd numbers and texts.</summary>
internal static class JsonEdits
{
    // What no tree of nodes can hold takes the place of such a text after the tree is written.
    private const string Mark = "@raw@";

    private static readonly string[] RawTexts =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "-1e999", "1e-999", "2147483648", "18446744073709551615", "18446744073709551616", "\"\"", "[]",
        "{}", "[null]", "[[1]]", "{\"a\":{}}", "{\"kind\":1,\"kind\":2}",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "{\"\\ud800\":1}", "\"\\u001b[31m\\n\"", "\"\\u2028\\u202e\"", "[1,2,3,4,5,6,7,8]", "\"relu\"",
        "\"prelu:per=channel\"", "\"" + "' '\"", "\"mse\"", "\"table\"", "\"images\"",
        new string('[', 70) + new string(']', 70), "tru", "\"unfinished", "NaN",
    ];

    /// <summary>Makes one to three changes.</summary>
    internal static string Apply(string json, System.Random random)
    {
        if (Parse(json) is not { } root) return json;
        for (int edits = 1 + random.Next(3); edits > 0; edits--) Once(root, random);
        string text = root.ToJsonString();
        while (text.IndexOf($"\"{Mark}\"", StringComparison.Ordinal) is var at and >= 0)
            text = $"{text.AsSpan(0, at)}{RawTexts[random.Next(RawTexts.Length)]}{text.AsSpan(at + Mark.Length + 2)}";
        // A field once more.
        if (random.Next(10) == 0 && text.IndexOf(':', random.Next(text.Length)) is var colon and >= 0
            && text.LastIndexOf('"', Math.Max(0, colon - 2)) is var quote and >= 0)
            text = $"{text.AsSpan(0, quote)}{text.AsSpan(quote, colon - quote)}:1,{text.AsSpan(quote)}";
        return text;
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Once(JsonNode root, System.Random random)
    {
        var places = new List<(JsonNode Parent, string? Key, int Index)>();
        Collect(root, places);
        if (places.Count == 0) return;
        (JsonNode parent, string? key, int index) = places[random.Next(places.Count)];
        JsonNode? own = key is null ? parent[index] : parent[key];
        switch (random.Next(7))
        {
            case 0:
                if (key is null) parent.AsArray().RemoveAt(index);
                else parent.AsObject().Remove(key);
                return;
            case 1:
                (JsonNode otherParent, string? otherKey, int otherIndex) = places[random.Next(places.Count)];
                Set((otherKey is null ? otherParent[otherIndex] : otherParent[otherKey])?.DeepClone());
                return;
            case 2:
                if (key is null) parent.AsArray().Insert(index, own?.DeepClone());
                else parent[TextEdits.Odd(random)] = own?.DeepClone();
                return;
            case 3 when own is JsonValue value && value.TryGetValue(out string? text):
                Set(TextEdits.Apply(text, " :,=/", random));
                return;
            case 4 when own?.GetValueKind() == JsonValueKind.Number:
                Set(new[] { 0, 1, -1, 2, 7, 65536, 1e9, 2e9, 0.5, 1e38, 1e-300 }[random.Next(11)]);
                return;
            default:
                Set(Mark);
                return;
        }

        void Set(JsonNode? node)
        {
            if (key is null) parent[index] = node;
            else parent[key] = node;
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject fields)
        {
            foreach ((string name, JsonNode? value) in fields)
            {
                places.Add((node, name, 0));
                Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < Math.Min(items.Count, 50); i++)
            {
                places.Add((node, null, i));
                Collect(items[i], places);
            }
        }
    }
}
