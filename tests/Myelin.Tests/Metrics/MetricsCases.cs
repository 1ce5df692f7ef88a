using System.Text.Json;
using Myelin.TestKit;

namespace Myelin.Tests.Metrics;

/// <summary>Metrics that scikit-learn computed, see Golden/README.md.</summary>
internal static class MetricsCases
{
    private static readonly JsonElement[] All =
        [.. JsonDocument.Parse(File.ReadAllBytes(TestData.Golden("metrics.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    /// <summary>The names of the cases that have a property.</summary>
    internal static IEnumerable<string> Names(string property) =>
        All.Where(item => item.TryGetProperty(property, out _)).Select(item => item.GetProperty("name").GetString()!);

    internal static JsonElement Get(string name) => All.Single(item => item.GetProperty("name").GetString() == name);

    internal static double[] Doubles(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>The values of a list; none where it is null.</summary>
    internal static float[] Floats(JsonElement item, string name) =>
        item.GetProperty(name).ValueKind == JsonValueKind.Null ? [] : [.. Doubles(item, name).Select(value => (float)value)];
}
