using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary><c>myelin explain</c> on tables of predictions.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("huber-outlier", "huber:delta=10", "prediction,y\n-10,0\n-5,0\n0,0\n5,0\n100,0\n")]
    [InlineData("cross-entropy", "cross-entropy", "male,female,other,label\n0.4,0.3,0.3,male\n0.8,0.1,0.1,other\n")]
    [InlineData("bits", "cross-entropy-from-probabilities:base=2", "male,female,other,label\n0.4,0.3,0.3,male\n0,0.5,0.5,other\n")]
    [InlineData("distribution", "cross-entropy-from-probabilities:base=2", "a,b,ya,yb\n0.25,0.75,0.5,0.5\n1,0,1,0\n", "--target", "ya,yb")]
    [InlineData("brier", "brier", "a,b,c,y\n0.5,0.25,0.25,a\n", "--reduction", "sum")]
    [InlineData("triplet", "triplet:margin=1", "x,y,label\n0,0,cat\n3,0,cat\n0,1,dog\n9,9,dog\n")]
    [InlineData("root", "rmse", "prediction,y\n3,1\n0,0\n5,9\n")]
    [InlineData("two-outputs", "mse", "a,b,ya,yb\n1,2,0,0\n3,4,3,1\n", "--target", "ya,yb", "--reduction", "sum")]
    public void Tables_read_as_recorded(string name, string loss, string table, params string[] options) =>
        Snapshot.Check($"explain-{name}", Cli.Good(["explain", loss, "--predictions", Write(table), .. options]));

    [Fact]
    public void Json_has_every_number()
    {
        JsonObject json = JsonNode.Parse(Cli.Good("explain", "mse", "--predictions", Write("y,p\n0,3\n0,4\n"), "--target", "y", "--json"))!.AsObject();
        Assert.Equal((12.5, 2, 16.0 / 25, 4),
            ((double)json["value"]!, (double)json["divisor"]!, (double)json["rows"]![1]!["share"]!, (double)json["rows"]![1]!["gradient"]![0]!));
    }

    [Fact]
    public void Classes_may_be_indexes() => Assert.Equal(
        Cli.Good("explain", "focal", "--predictions", Write("a,b,c\n1,2,a\n"), "--json").Replace("\"a\"", "\"0\"", StringComparison.Ordinal),
        Cli.Good("explain", "focal", "--predictions", Write("a,b,c\n1,2,0\n"), "--json"));

    [Theory]
    [InlineData("3 columns of predictions (a, b, c) beside 1 of targets", "huber", "a,b,c,y\n1,2,3,4\n")]
    [InlineData("line 2: the class 'z' has no column; the columns are a, b", "cross-entropy", "a,b,y\n1,2,z\n1,2,a\n")]
    [InlineData("The column 'a' of", "mse", "a,y\nx,1\n")]
    [InlineData("has no columns of predictions beside the target 'y'", "mse", "y\n1\n2\n")]
    [InlineData("no column 'q'", "mse", "a,y\n1,2\n", "--target", "q")]
    [InlineData("--reduction is 'median', but it must be mean or sum", "mse", "a,y\n1,2\n", "--reduction", "median")]
    [InlineData("Unknown loss 'hubr' (did you mean 'huber'?)", "hubr", "a,y\n1,2\n")]
    public void Wrong_input_gets_one_line(string message, string loss, string table, params string[] options)
    {
        Cli.Result result = Cli.Run(["explain", loss, "--predictions", Write(table), .. options]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private string Write(string table)
    {
        string path = folder.File("rows.csv");
        File.WriteAllText(path, table);
        return path;
    }
}
