using System.Text.Json;
using Myelin.Lecture.Cases;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;
using Xunit;

namespace Myelin.Lecture.Tests;

/// <summary>No text is missing in one of the languages.</summary>
public sealed class TextTests
{
    public static TheoryData<string> Files => ["topics", "terms", "errata"];

    [Theory, MemberData(nameof(Files))]
    public void Every_text_is_there_in_both_languages(string file)
    {
        using Stream stream = typeof(LectureTexts).Assembly.GetManifestResourceStream($"{file}.json")!;
        int both = 0;
        Visit(JsonDocument.Parse(stream).RootElement, file, ref both);
        Assert.True(both > 30, $"{file}.json has only {both} texts.");
    }

    [Fact]
    public void The_slips_are_numbered_and_name_topics_and_cases_that_exist()
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            var slips = new LectureTexts(language).Errata;
            Assert.Equal(Enumerable.Range(1, 32), slips.Select(slip => slip.Number));
            Assert.All(slips, slip => TopicCatalog.Find(slip.Topic));
            Assert.All(slips, slip => Assert.Equal(slip.Topic, slip.See.Split(' ')[^1]));
            Assert.Equal(CaseFile.Lecture.Where(item => item.Agrees == false).Select(item => item.Id).Order(), slips.SelectMany(slip => slip.Cases).Order());
        }
    }

    [Theory]
    [InlineData("zh_TW.UTF-8", Language.TraditionalChinese)]
    [InlineData("zh-Hant", Language.TraditionalChinese)]
    [InlineData("zh_CN.UTF-8", Language.English)]
    [InlineData("de_DE.UTF-8", Language.English)]
    [InlineData("", Language.English)]
    [InlineData(null, Language.English)]
    public void The_systems_language_is_taken_where_it_is_there(string? name, Language expected) =>
        Assert.Equal(expected, Languages.OfSystem(variable => variable == "LANG" ? name : null));

    [Fact]
    public void The_first_variable_that_is_set_counts() =>
        Assert.Equal(Language.English, Languages.OfSystem(variable => variable == "LC_ALL" ? "C" : "zh_TW"));

    [Fact]
    public void An_unknown_language_is_refused() =>
        Assert.Contains("en or zh-Hant", Assert.Throws<InvalidInputException>(() => Languages.Parse("fr")).Message, StringComparison.Ordinal);

    private static void Visit(JsonElement element, string where, ref int both)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            for (int i = 0; i < element.GetArrayLength(); i++) Visit(element[i], $"{where}[{i}]", ref both);
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        bool[] there = [.. Languages.Names.Select(name => element.TryGetProperty(name, out JsonElement text) && IsText(text))];
        if (there.Any(found => found))
        {
            Assert.True(there.All(found => found), $"{where} lacks a language.");
            both++;
            return;
        }

        foreach (JsonProperty part in element.EnumerateObject()) Visit(part.Value, $"{where}.{part.Name}", ref both);
    }

    private static bool IsText(JsonElement text) => text.ValueKind == JsonValueKind.String
        ? !string.IsNullOrWhiteSpace(text.GetString())
        : text.ValueKind == JsonValueKind.Array && text.GetArrayLength() > 0 && text.EnumerateArray().All(IsText);
}
