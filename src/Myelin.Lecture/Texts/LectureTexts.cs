using System.Reflection;
using System.Text.Json;

namespace Myelin.Lecture.Texts;

/// <summary>The lecture's texts in one language, from the resource files beside this one.</summary>
public sealed class LectureTexts
{
    private static readonly Lazy<JsonElement> Topics = Resource("topics"), Terms = Resource("terms"), Slips = Resource("errata");

    private readonly string language;

    /// <summary>The texts in a language.</summary>
    /// <param name="language">The language.</param>
    public LectureTexts(Language language) => this.language = language.Name();

    /// <summary>The topics with texts, in the lecture's order.</summary>
    public static IReadOnlyList<string> Slugs => [.. Topics.Value.EnumerateObject().Select(topic => topic.Name)];

    /// <summary>A heading or short label.</summary>
    /// <param name="key">Its key.</param>
    /// <exception cref="KeyNotFoundException">There is no such term.</exception>
    public string Term(string key) => In(Terms.Value.GetProperty(key)).GetString()!;

    /// <summary>A short label with a colon behind it, which is wide in Chinese.</summary>
    /// <param name="key">Its key.</param>
    public string Label(string key) => Term(key) + (language == Languages.Names[0] ? ": " : "：");

    /// <summary>What a topic is called.</summary>
    /// <param name="slug">The topic.</param>
    public string Title(string slug) => In(Topic(slug).GetProperty("title")).GetString()!;

    /// <summary>The idea, in paragraphs.</summary>
    /// <param name="slug">The topic.</param>
    public IReadOnlyList<string> Idea(string slug) => Lines(In(Topic(slug).GetProperty("idea")));

    /// <summary>The formulas, a line each.</summary>
    /// <param name="slug">The topic.</param>
    public static IReadOnlyList<string> Formula(string slug) => Lines(Topic(slug).GetProperty("formula"));

    /// <summary>What to look for in the numbers.</summary>
    /// <param name="slug">The topic.</param>
    public IReadOnlyList<string> Notice(string slug) => Lines(In(Topic(slug).GetProperty("notice")));

    /// <summary>The lecture's slips, in its order.</summary>
    public IReadOnlyList<Erratum> Errata => [.. Slips.Value.EnumerateArray().Select(item => new Erratum(
        item.GetProperty("number").GetInt32(),
        item.GetProperty("topic").GetString()!,
        In(item.GetProperty("place")).GetString()!,
        In(item.GetProperty("printed")).GetString()!,
        In(item.GetProperty("right")).GetString()!,
        item.GetProperty("see").GetString()!,
        item.TryGetProperty("cases", out JsonElement cases) ? Lines(cases) : []))];

    /// <summary>A slip as a paragraph: what is printed, and what is right.</summary>
    /// <param name="slip">The slip.</param>
    public string Describe(Erratum slip) => $"{Label("printed")}{slip.Printed} {Label("correct")}{slip.Right}";

    private static JsonElement Topic(string slug) => Topics.Value.GetProperty(slug);

    private static string[] Lines(JsonElement list) => [.. list.EnumerateArray().Select(line => line.GetString()!)];

    private static Lazy<JsonElement> Resource(string name) => new(() =>
    {
        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.json")!;
        return JsonDocument.Parse(file).RootElement;
    });

    private JsonElement In(JsonElement both) => both.GetProperty(language);
}

/// <summary>A slip of the lecture, and what is right.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Topic">The topic that it belongs to.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Printed">What is printed.</param>
/// <param name="Right">What is right.</param>
/// <param name="See">The command that shows it.</param>
/// <param name="Cases">The cases whose printed value differs because of it.</param>
public sealed record Erratum(int Number, string Topic, string Place, string Printed, string Right, string See, IReadOnlyList<string> Cases);
