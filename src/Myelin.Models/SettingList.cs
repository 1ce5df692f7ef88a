using System.Collections;
using System.Text.Json.Nodes;

namespace Myelin.Models;

/// <summary>
/// The settings of a training by name, as a model file keeps them for people: texts, numbers, truths and lists of texts or whole numbers. No time and
/// no path, so that the same training gives the same file.
/// </summary>
internal sealed class SettingList : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> settings = [];

    /// <summary>Adds a setting; null says that there is none.</summary>
    internal void Add(string name, object? value) => settings.Add(KeyValuePair.Create(name, value));

    /// <summary>Adds settings behind these.</summary>
    internal void AddRange(SettingList more) => settings.AddRange(more.settings);

    /// <summary>The settings as a file keeps them.</summary>
    internal JsonObject ToJson() => new(settings.Select(setting => KeyValuePair.Create(setting.Key, Node(setting.Value))));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => settings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => text,
        int number => number,
        float number => number,
        // JSON cannot say NaN or ∞.
        double number => double.IsFinite(number) ? number : null,
        IEnumerable<string> texts => new JsonArray([.. texts.Select(text => (JsonNode)text)]),
        IEnumerable<int> numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        _ => throw new ArgumentException($"A setting is no {value.GetType().Name}.", nameof(value)),
    };
}
