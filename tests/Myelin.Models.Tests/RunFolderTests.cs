using System.Text.Json.Nodes;
using Myelin.Models.Recipes;
using Myelin.Models.Runs;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>Runs that a folder keeps.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"myelin-runs-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_run_is_kept_with_its_settings_epochs_and_result()
    {
        Run run = Keep(new NetworkRecipe { Epochs = 4, Hidden = [8] });
        RunRecord record = Assert.Single(RunFolder.List(folder));
        Assert.Equal(("0001", run.Recipe.Canonical, "network", "classes", "species", 4),
            (record.Name, record.Recipe, record.Kind, record.Task, record.Target, record.Epochs));
        Assert.Equal((RunEnd.Completed, run.WeightsSha256, 98, 22, 30),
            (record.End, record.WeightsSha256, record.TrainingRows, record.ValidationRows, record.TestRows));
        Assert.Equal(run.Test!.Scores!.Values, record.TestScores);
        Assert.Equal(run.Validation!.Scores!.Values, record.Validation);
        Assert.Equal(run.Training!.Scores!.Values, record.Training);
        Assert.Equal(run.Baseline!.Scores.Values, record.Baseline);
        Assert.Contains(("optimizer", "adam:beta1=0.9,beta2=0.999,epsilon=1E-08"), record.Settings);
        JsonNode[] lines = [.. File.ReadLines(Path.Combine(folder, "0001", "events.jsonl")).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(run.Curve.Select(epoch => epoch.TrainingLoss), lines.Select(line => (double)line["training_loss"]!));
        Assert.All(lines, line => Assert.True((double)line["gradient_norm"]! > 0 && (int)line["format_version"]! == 1));
    }

    [Fact]
    public void Epochs_can_be_read_while_it_trains()
    {
        var seen = new List<int>();
        using var kept = new RunFolder(folder, new Reading(() =>
        {
            seen.Add(RunFolder.List(folder)[0].Epochs);
            // Lines reach the file at most a tenth of a second late.
            Thread.Sleep(110);
        }));
        new NetworkRecipe { Epochs = 3 }.Train(Flower.Rows, listener: kept);
        Assert.Equal([1, 2, 3], seen);
    }

    [Fact]
    public void What_was_broken_off_is_told_from_what_ended()
    {
        using (var kept = new RunFolder(folder,
            new Reading(() => throw new InvalidOperationException("power cut")))) Assert.Throws<InvalidOperationException>(() =>
            new NetworkRecipe { Epochs = 3 }.Train(Flower.Rows, listener: kept));
        Keep(new EnsembleRecipe { Members = 2, Epochs = 2 });
        Keep(new LogisticRecipe());
        Assert.Equal([null, RunEnd.Completed, RunEnd.Solved], RunFolder.List(folder).Select(record => record.End));
        Assert.Equal([1, 4, 0], RunFolder.List(folder).Select(record => record.Epochs));
    }

    [Fact]
    public void Many_at_once_have_a_folder_each()
    {
        Parallel.For(0, 8, _ => Keep(new LogisticRecipe()));
        Assert.Equal(Enumerable.Range(1, 8).Select(number => $"{number:0000}"), RunFolder.List(folder).Select(record => record.Name));
        Assert.Equal(8, Directory.EnumerateFileSystemEntries(folder).Count());
    }

    [Theory]
    [InlineData("run.json", "\"format_version\": 1", "\"format_version\": 2", "has format version 2")]
    [InlineData("plan.json", "\"format_version\": 1", "\"format_version\": \"1\"", "format_version is absent or not a number")]
    [InlineData("plan.json", "\"recipe\":", "\"recept\":", "recipe is absent")]
    [InlineData("plan.json", "\"started\": \"", "\"started\": \"x", "started is no time")]
    [InlineData("plan.json", "{", "[", "is damaged")]
    [InlineData("run.json", "\"end\": \"solved\"", "\"end\": \"lost\"", "end is 'lost'")]
    [InlineData("run.json", "\"evaluations\": {", "\"evaluations\": [], \"e\": {", "is not an object")]
    public void A_damaged_record_is_told(string file, string old, string changed, string words)
    {
        Keep(new LogisticRecipe());
        string path = Path.Combine(folder, "0001", file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, changed, StringComparison.Ordinal));
        Assert.Contains(words, Assert.Throws<InvalidInputException>(() => RunFolder.List(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_none_is_told() =>
        Assert.Contains("is no folder", Assert.Throws<InvalidInputException>(() => RunFolder.List(folder)).Message, StringComparison.Ordinal);

    private Run Keep(Recipe recipe)
    {
        using var kept = new RunFolder(folder);
        return recipe.Train(Flower.Rows, listener: kept);
    }

    private sealed class Reading(Action read) : IRunListener
    {
        public void OnEpochRecord(EpochRecord epoch) => read();
    }
}
