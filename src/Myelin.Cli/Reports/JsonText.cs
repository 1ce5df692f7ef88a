using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Grammar;

namespace Myelin.Cli.Reports;

/// <summary>JSON as the command writes it.</summary>
internal static class JsonText
{
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object and a line end. What would turn the direction of writing on a screen is escaped like control characters.</summary>
    internal static void Write(TextWriter output, JsonObject json)
    {
        json.Insert(0, "format_version", FormatVersion);
        output.WriteLine(string.Join('\n', json.ToJsonString(Indented).Split('\n').Select(OneLine.Clean)));
    }

    /// <summary>A number; null where it is not finite, which JSON cannot say.</summary>
    internal static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A list of texts.</summary>
    internal static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>A single number as it is, several as a list, none as null.</summary>
    internal static JsonNode? OneOrMany(IReadOnlyList<int> numbers) => numbers switch
    {
        [] => null,
        [var only] => only,
        _ => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
    };

    /// <summary>Rows of numbers.</summary>
    internal static JsonArray Matrix(double[,] values)
    {
        var rows = new JsonArray();
        for (int i = 0; i < values.GetLength(0); i++)
        {
            var row = new JsonArray();
            for (int j = 0; j < values.GetLength(1); j++) row.Add(Number(values[i, j]));
            rows.Add((JsonNode)row);
        }

        return rows;
    }
}
