using System.Text.Json;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Recipes;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Reports.Tests;

/// <summary>Text and JSON of the same sections.</summary>
public sealed class ReportTests
{
    [Fact]
    public void Facts_without_a_key_are_members_of_the_report()
    {
        var report = new Report(
            new Facts(new Fact("rows", "rows", 3), new Fact("target", Cell.None), new Fact(null, "seen", "by people")),
            new Facts(new Fact("a", 1), new Fact("b", new Cell.Flag(true))) { Key = "inner" });
        Assert.Equal("""{"format_version":1,"rows":3,"target":null,"inner":{"a":1,"b":true}}""", OneLineJson(report));
        Assert.Equal("rows  3\nseen  by people\n\n", report.ToString());
    }

    [Fact]
    public void A_table_is_an_array_of_objects_and_shows_the_first_rows()
    {
        var table = new Table([Column.OfText("name", "name"), Column.OfJson("all"), Column.OfNumbers(null, "share")],
            [["a", 1, Cell.Share(0.25)], ["bb", Cell.Metric(double.NaN), Cell.Share(0.75)]])
        {
            Key = "rows",
            Title = "Two rows",
            MostShown = 1,
        };
        Assert.Equal("""{"format_version":1,"rows":[{"name":"a","all":1},{"name":"bb","all":null}]}""", OneLineJson(new Report(table)));
        Assert.Equal("Two rows\nname   share\na     25.0 %\n\n", new Report(table).ToString());
    }

    [Fact]
    public void A_matrix_is_an_array_of_arrays()
    {
        var matrix = new Matrix("", ["no", "yes"], ["no", "yes"], [[3, 1], [0, 12]]) { Key = "confusion" };
        Assert.Equal("""{"format_version":1,"confusion":[[3,1],[0,12]]}""", OneLineJson(new Report(matrix)));
        Assert.Equal("     no  yes\nno    3    1\nyes   0   12\n\n", new Report(matrix).ToString());
        Assert.Equal("", new Report(matrix with { IsShown = false }).ToString());
    }

    [Fact]
    public void A_curve_has_all_points_in_json_and_some_in_text()
    {
        double[] epochs = [.. Enumerable.Range(1, 100).Select(epoch => (double)epoch)];
        var curve = new Curve(new Series("epoch", "epoch", epochs),
            [new Series("loss", "loss", [.. epochs.Select(epoch => epoch == 100 ? double.NaN : 1 / epoch)])])
        { Key = "curve" };
        using JsonDocument json = JsonDocument.Parse(new Report(curve).ToJson());
        Assert.Equal(100, json.RootElement.GetProperty("curve").GetProperty("loss").GetArrayLength());
        Assert.Equal(0.5, json.RootElement.GetProperty("curve").GetProperty("loss")[1].GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("curve").GetProperty("loss")[99].ValueKind);
        string[] lines = new Report(curve).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(13, lines.Length);
        Assert.Equal(["    1  1.0000", "  100"], (string[])[lines[1], lines[^1]]);
        Assert.Equal("epoch  loss\n\n", new Report(new Curve(new Series("epoch", "epoch", []), [new Series("loss", "loss", [])])).ToString());
    }

    [Fact]
    public void Text_is_an_array_of_lines_and_a_group_an_object()
    {
        var report = new Report(new Group([new Prose("one", "two") { Key = "lines", Title = "Lines" }, new Prose("left out")]) { Key = "group" });
        Assert.Equal("""{"format_version":1,"group":{"lines":["one","two"]}}""", OneLineJson(report));
        Assert.Equal("Lines\none\ntwo\nleft out\n", report.ToString());
    }

    [Fact]
    public void Control_characters_reach_neither_text_nor_json()
    {
        var report = new Report(new Facts(new Fact("a\u202Eb", "name", "\e[31mred\n")), new Prose("\u0007"));
        Assert.DoesNotContain('\e', report.ToString());
        Assert.DoesNotContain('\u0007', report.ToString());
        string json = report.ToJson();
        Assert.DoesNotContain('\e', json);
        Assert.DoesNotContain('\u202E', json);
        Assert.Equal("\e[31mred\n", JsonDocument.Parse(json).RootElement.GetProperty("a\u202Eb").GetString());
    }

    [Fact]
    public void A_run_in_four_lines_is_a_report()
    {
        Run run = new NetworkRecipe { Epochs = 3 }.Train(Dataset.FromCsv(TestData.Sample("iris.csv"), target: "species"));
        Report report = TrainingReport.Of(run);
        Assert.Contains("accuracy", report.ToString());
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(run.WeightsSha256, json.RootElement.GetProperty("weights_sha256").GetString());
        Assert.Equal(run.Test!.Scores!.Values[0].Value, json.RootElement.GetProperty("metrics").GetProperty("test")
            .GetProperty(run.Test.Scores.Values[0].Name).GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("model").ValueKind);
        Curve curve = Assert.Single(report.Sections.OfType<Curve>());
        Assert.Equal([1, 2, 3], curve.Axis.Values);
        Assert.Equal([.. run.Curve.Select(epoch => epoch.TrainingLoss)], curve.Lines[0].Values);
        Assert.Throws<ArgumentException>(() => ClusterReport.Of(run));
        Assert.Throws<ArgumentException>(() => ComponentReport.Of(run));
    }

    private static string OneLineJson(Report report) => JsonSerializer.Serialize(JsonDocument.Parse(report.ToJson()).RootElement);
}
