using System.Text.Json.Nodes;
using Myelin.Lecture.Topics;
using Spectre.Console;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>The lecture's pages fit a terminal in both languages, its numbers agree, and a wrong one is found.</summary>
public sealed class LectureTests
{
    private const int Columns = 80;

    public static TheoryData<string, string> Pages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Topic topic in TopicCatalog.All)
            {
                data.Add(topic.Slug, "en");
                data.Add(topic.Slug, "zh-Hant");
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public void A_page_fits_eighty_columns(string topic, string language)
    {
        string page = Cli.Good("lecture", "show", topic, "--language", language);
        IReadOnlyList<string> commands = TopicCatalog.Find(topic).Commands;
        Assert.DoesNotContain(page.Split('\n').Where(line => !commands.Contains(line.Trim())), line => line.GetCellWidth() > Columns);
        Assert.DoesNotContain("…", page.Replace("……", "", StringComparison.Ordinal).Split('\n').Where(line => line.StartsWith('│')));
    }

    public static TheoryData<string> Topics => [.. TopicCatalog.All.Select(topic => topic.Slug)];

    [Theory, MemberData(nameof(Topics))]
    public void The_commands_of_a_page_run_where_the_samples_are(string topic)
    {
        using var folder = new TemporaryFolder();
        Assert.NotEmpty(TopicCatalog.Find(topic).Commands);
        foreach (string command in TopicCatalog.Find(topic).Commands) Assert.NotEmpty(Cli.Good(InSamples(command, folder)));
    }

    [Fact]
    public void The_command_of_the_exclusive_or_learns_it()
    {
        using var folder = new TemporaryFolder();
        string[] line = InSamples(Assert.Single(TopicCatalog.Find("xor").Commands), folder);
        Assert.Equal(1, (double)JsonNode.Parse(Cli.Good([.. line, "--json"]))!["metrics"]!["test"]!["accuracy"]!);
    }

    [Theory]
    [InlineData("huber", "en")]
    [InlineData("cross-entropy", "zh-Hant")]
    public void Pages_read_as_recorded(string topic, string language) =>
        Snapshot.Check($"lecture-{topic}-{language}", Cli.Good("lecture", "show", topic, "--language", language));

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hant")]
    public void Topics_and_slips_are_listed(string language)
    {
        Assert.All(TopicCatalog.All, topic => Assert.Contains($" {topic.Slug} ", Cli.Good("lecture", "--language", language), StringComparison.Ordinal));
        string slips = Cli.Good("lecture", "errata", "--language", language);
        Assert.All(Enumerable.Range(1, 32), number => Assert.Contains($"#{number} ", slips, StringComparison.Ordinal));
        Assert.DoesNotContain(slips.Split('\n'), line => line.GetCellWidth() > Columns);
    }

    [Fact]
    public void Every_number_agrees()
    {
        JsonObject report = JsonNode.Parse(Cli.Good("lecture", "verify", "--json"))!.AsObject();
        Assert.Equal((419, 419, 7), ((int)report["cases"]!, (int)report["exact"]!, (int)report["printed_differs"]!));
        Assert.Empty(report["failed"]!.AsArray());
        Assert.Contains("419", Cli.Good("lecture", "verify"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_topic_is_verified_by_its_name_or_that_of_its_cases() =>
        Assert.Equal(Cli.Good("lecture", "verify", "--topic", "leaky-relu", "--json"), Cli.Good("lecture", "verify", "--topic", "leaky_relu", "--json"));

    [Fact]
    public void A_wrong_number_is_found()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("cases.json");
        File.WriteAllText(path, """[{"id":"mine","topic":"information","inputs":{"p":0.25},"formula":"-log2 p","expected":2.5,"tolerance":1e-12}]""");
        Cli.Result result = Cli.Run("lecture", "verify", "--cases", path, "--json");
        Assert.Equal(1, result.ExitCode);
        JsonObject report = JsonNode.Parse(result.Output)!.AsObject();
        Assert.Equal((1, 0, "mine"), ((int)report["cases"]!, (int)report["exact"]!, (string)report["failed"]![0]!["id"]!));
        Assert.Equal("the value is 2, not 2.5", (string)report["failed"]![0]!["wrong"]![0]!);
        Assert.Contains("mine: the value is 2, not 2.5", Cli.Run("lecture", "verify", "--cases", path).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no topic 'hubr' (did you mean 'huber'?)", "show", "hubr")]
    [InlineData("No case belongs to the topic 'hubr' (did you mean 'huber'?)", "verify", "--topic", "hubr")]
    [InlineData("nowhere.json does not exist; check the path.", "verify", "--cases", "nowhere.json")]
    [InlineData("The language 'fr' is not there; choose en or zh-Hant", "show", "huber", "--language", "fr")]
    [InlineData("Unknown command 'shw' (did you mean 'show'?); see 'myelin lecture --help'", "shw")]
    [InlineData("'show' lacks <topic>", "show")]
    public void Wrong_input_gets_one_line(string message, params string[] args)
    {
        Cli.Result result = Cli.Run([.. args.Prepend("lecture")]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>The words of a command line behind 'myelin', with files of the samples, and models in a folder.</summary>
    private static string[] InSamples(string line, TemporaryFolder folder)
    {
        string[] quoted = line.Split('"');
        string[] words = [.. quoted.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Skip(1)
            .Select(Place)];
        return words[0] is "train" or "cluster" or "project" ? [.. words, "--model", folder.File("iris.safetensors")] : words;

        string Place(string word) => Path.GetExtension(word) switch
        {
            ".csv" => Path.Combine(Samples.Repository, "samples", word),
            ".safetensors" => folder.File(word),
            _ => word,
        };
    }
}
