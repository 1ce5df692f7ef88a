using System.Text.Json;

namespace Myelin.Tests;

/// <summary>The lecture's checkable cases, see Golden/README.md.</summary>
public static class LectureCases
{
    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(TestData.Golden("expected.json"))).RootElement.EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!));

    /// <summary>One case by its id.</summary>
    public static JsonElement Get(string id) => All.Value[id];

    /// <summary>The ids of the cases of one topic.</summary>
    public static IEnumerable<string> OfTopic(string topic) => All.Value.Where(pair => pair.Value.GetProperty("topic").GetString() == topic).Select(pair => pair.Key);

    /// <summary>Whether a value meets a case's tolerance, which is relative where the expected value is not 0.</summary>
    public static void AssertMeets(JsonElement item, double value)
    {
        double expected = item.GetProperty("expected").GetDouble();
        double tolerance = item.GetProperty("tolerance").GetDouble() * (expected == 0 ? 1 : Math.Abs(expected));
        Xunit.Assert.InRange(value, expected - tolerance, expected + tolerance);
    }
}
