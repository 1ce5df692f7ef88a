using System.Reflection;
using System.Runtime.CompilerServices;
using Myelin.Activations;
using Myelin.Lecture.Cases;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;
using Myelin.Losses;
using Xunit;

namespace Myelin.Lecture.Tests;

/// <summary>Every topic has its texts in both languages, its cases, numbers that can be computed, and code that runs.</summary>
public sealed class TopicTests
{
    public static TheoryData<string, Language> Pages
    {
        get
        {
            var data = new TheoryData<string, Language>();
            foreach (Topic topic in TopicCatalog.All)
            {
                foreach (Language language in Enum.GetValues<Language>()) data.Add(topic.Slug, language);
            }

            return data;
        }
    }

    [Fact]
    public void Texts_and_topics_are_the_same_in_the_same_order() => Assert.Equal(LectureTexts.Slugs, TopicCatalog.All.Select(topic => topic.Slug));

    [Fact]
    public void Every_topic_of_the_cases_belongs_to_one_topic() =>
        Assert.Equal(CaseFile.Lecture.Select(item => item.Topic).Distinct().Order(), TopicCatalog.All.SelectMany(topic => topic.CaseTopics).Order());

    [Theory, MemberData(nameof(Pages))]
    public void A_page_has_all_its_parts(string slug, Language language)
    {
        Topic topic = TopicCatalog.Find(slug);
        var texts = new LectureTexts(language);
        Assert.NotEmpty(texts.Title(slug));
        Assert.NotEmpty(texts.Idea(slug));
        Assert.NotEmpty(texts.Notice(slug));
        Assert.All(texts.Idea(slug).Concat(texts.Notice(slug)).Concat(LectureTexts.Formula(slug)), text => Assert.False(string.IsNullOrWhiteSpace(text)));
        foreach (LectureTable table in topic.Tables(texts))
        {
            Assert.NotEmpty(table.Rows);
            Assert.All(table.Rows, row => Assert.Equal(table.Headings.Count, row.Count));
        }
    }

    [Fact]
    public void Commands_name_losses_and_activations_that_exist()
    {
        foreach (string command in TopicCatalog.All.SelectMany(topic => topic.Commands))
        {
            string[] words = command.Split(' ');
            Assert.Equal("myelin", words[0]);
            if (Array.IndexOf(words, "--loss") is var loss and > 0) Loss.Parse(words[loss + 1]);
            if (Array.IndexOf(words, "--activation") is var activation and > 0) Activation.Parse(words[activation + 1]);
        }
    }

    [Fact]
    public void Snippets_run_as_they_are_printed()
    {
        foreach (Topic topic in TopicCatalog.All.Where(topic => topic.Snippet is not null))
        {
            Assert.NotEmpty(TopicCatalog.Code(topic));
            MethodInfo run = typeof(TopicCatalog).Assembly.GetType($"Myelin.Lecture.Snippets.{topic.Snippet}")!.GetMethod("Run",
                BindingFlags.Static | BindingFlags.NonPublic)!;
            double[] numbers = [.. Numbers(run.Invoke(null, null))];
            Assert.NotEmpty(numbers);
            Assert.All(numbers, number => Assert.True(double.IsFinite(number), $"{topic.Slug}: {number}"));
            Assert.Contains(numbers, number => number != 0);
            Assert.Equal(numbers, Numbers(run.Invoke(null, null)));
        }
    }

    /// <summary>The numbers that a snippet gives: one, several, or a tuple of such.</summary>
    private static IEnumerable<double> Numbers(object? given) => given switch
    {
        double number => [number],
        float number => [number],
        float[] numbers => numbers.Select(number => (double)number),
        double[] numbers => numbers,
        ITuple parts => Enumerable.Range(0, parts.Length).SelectMany(i => Numbers(parts[i])),
        _ => throw new InvalidOperationException($"A snippet gives {given?.GetType().Name ?? "nothing"}."),
    };

    [Fact]
    public void An_unknown_topic_is_refused_with_the_nearest() =>
        Assert.Contains("did you mean 'huber'?", Assert.Throws<InvalidInputException>(() => TopicCatalog.Find("hubr")).Message, StringComparison.Ordinal);
}
