using System.Text.Json;
using Myelin.Tensors;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests;

/// <summary>The lecture's checkable cases, see Golden/README.md.</summary>
public static class LectureCases
{
    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(() =>
        JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(TestData.RepositoryRoot, "src", "Myelin.Lecture", "Cases", "expected.json"))).RootElement.EnumerateArray()
            .ToDictionary(item => item.GetProperty("id").GetString()!));

    /// <summary>One case by its id.</summary>
    public static JsonElement Get(string id) => All.Value[id];

    /// <summary>One case by its id, with its parts.</summary>
    public static (JsonElement Item, JsonElement Inputs, JsonElement Expected) Case(string id)
    {
        JsonElement item = Get(id);
        return (item, item.GetProperty("inputs"), item.GetProperty("expected"));
    }

    /// <summary>The ids of the cases of one topic.</summary>
    public static IEnumerable<string> OfTopic(string topic) =>
        All.Value.Where(pair => pair.Value.GetProperty("topic").GetString() == topic).Select(pair => pair.Key);

    /// <summary>The same as data of a theory.</summary>
    public static TheoryData<string> Of(string topic) => [.. OfTopic(topic)];

    /// <summary>Whether a value meets a case's tolerance, which is relative where the expected value is not 0.</summary>
    public static void AssertMeets(JsonElement item, double value) => Meets(item, item.GetProperty("expected"), value);

    /// <summary>The same for one of several expected values.</summary>
    public static void Meets(JsonElement item, JsonElement expected, double actual)
    {
        double value = expected.GetDouble(), tolerance = item.GetProperty("tolerance").GetDouble() * (value == 0 ? 1 : Math.Abs(value));
        Assert.InRange(actual, value - tolerance, value + tolerance);
    }

    /// <summary>A tensor of one axis.</summary>
    public static Tensor Row(float[] values) => new(new Shape(values.Length), values);
}
