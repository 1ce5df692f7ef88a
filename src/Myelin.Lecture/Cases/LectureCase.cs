using System.Text.Json;

namespace Myelin.Lecture.Cases;

/// <summary>A checkable statement: what a formula gives for some inputs, and what the lecture prints.</summary>
public sealed class LectureCase
{
    private readonly string file;
    private readonly JsonElement inputs;

    internal LectureCase(string file, string id, string topic, string formula, JsonElement inputs, JsonElement expected, double tolerance,
        string note, string? printed, bool? agrees)
    {
        (this.file, Id, Topic, Formula, this.inputs, Expected, Tolerance, Note, Printed, Agrees) = (file, id, topic, formula, inputs, expected,
            tolerance, note, printed, agrees);
    }

    /// <summary>A name that no other case has.</summary>
    public string Id { get; }

    /// <summary>Where the case is, for messages.</summary>
    internal string Where => $"{file}, case '{Id}'";

    /// <summary>The topic that the case belongs to.</summary>
    public string Topic { get; }

    /// <summary>The formula that is to be recomputed, as <see cref="Formulas"/> knows it.</summary>
    public string Formula { get; }

    /// <summary>The exact value, or several by name.</summary>
    public JsonElement Expected { get; }

    /// <summary>How far the recomputed value may lie away: relative to the expected value where that is not 0.</summary>
    public double Tolerance { get; }

    /// <summary>Where the value comes from.</summary>
    public string Note { get; }

    /// <summary>What the lecture prints, if anything.</summary>
    public string? Printed { get; }

    /// <summary>Whether the printed value is the exact one, rounded; null where nothing is printed.</summary>
    public bool? Agrees { get; }

    /// <summary>Whether an input is given.</summary>
    internal bool Has(string name) => inputs.TryGetProperty(name, out _);

    /// <summary>An input that is a number.</summary>
    internal double Number(string name) => ToNumber(Input(name), name);

    /// <summary>An input that is a number or a list of numbers.</summary>
    internal double[] Numbers(string name) => ToNumbers(Input(name), name);

    /// <summary>An input that is one row of numbers or a list of rows, all of one length.</summary>
    internal double[][] Rows(string name)
    {
        JsonElement input = Input(name);
        if (input.ValueKind != JsonValueKind.Array || input.GetArrayLength() == 0) throw Wrong(name, "a list of rows of numbers");
        double[][] rows = input[0].ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(row => ToNumbers(row, name))]
            : [ToNumbers(input, name)];
        return Array.TrueForAll(rows, row => row.Length == rows[0].Length) ? rows : throw Wrong(name, "rows of one length");
    }

    /// <summary>An input that is a text or a list of texts.</summary>
    internal string[] Texts(string name) => Input(name) switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Wrong(name, "a text or a list of texts"),
    };

    /// <summary>What to say when an input does not fit its formula.</summary>
    internal InvalidInputException Wrong(string name, string needed) => new($"{Where}: the input '{name}' must be {needed} for the formula '{Formula}'.");

    private double[] ToNumbers(JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(item => ToNumber(item, name))] : [ToNumber(input, name)];

    // Bounds may be fractions, such as 1/8.
    private double ToNumber(JsonElement input, string name)
    {
        if (input.ValueKind == JsonValueKind.Number) return input.GetDouble();
        string[] parts = input.ValueKind == JsonValueKind.String ? input.GetString()!.Split('/') : [];
        return parts.Length == 2 && double.TryParse(parts[0], out double above) && double.TryParse(parts[1], out double below) ? above / below
            : throw Wrong(name, "a number");
    }

    private JsonElement Input(string name) => inputs.TryGetProperty(name, out JsonElement input) ? input : throw Wrong(name, "there");
}
