using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Reports.Cells;

namespace Myelin.Reports.Json;

/// <summary>JSON of a model file as cells.</summary>
internal static class JsonCells
{
    internal static Cell Of(JsonNode? node) => node switch
    {
        null => Cell.None,
        JsonObject members => new Cell.Named([.. members.Select(member => (member.Key, Of(member.Value)))]),
        JsonArray items => Cell.Of(items.Select(Of)),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => new Cell.Flag(true),
            JsonValueKind.False => new Cell.Flag(false),
            _ => OfNumber((JsonValue)node),
        },
    };

    private static Cell OfNumber(JsonValue value) =>
        value.TryGetValue(out long whole) ? whole
        : new Cell.Number(double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture), NumberFormat.Exact);
}
