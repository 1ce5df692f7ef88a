using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>Runs are kept, listed and compared.</summary>
public sealed partial class RunsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Runs_are_listed_and_two_compared()
    {
        string runs = folder.File("runs");
        foreach (string[] options in (string[][])[["--hidden", "8", "--epochs", "3"], ["--hidden", "4,4", "--epochs", "2", "--loss", "focal:gamma=2"],
            ["--model-kind", "logistic"]])
            Cli.Good(["train", Samples.Iris, "--quiet", "--run", runs, "--model", folder.File("m.safetensors"), .. options]);
        Snapshot.Check("runs-iris", Clean(Cli.Good("runs", runs)));
        Snapshot.Check("runs-iris-compared", Clean(Cli.Good("runs", runs, "0001", "0002")));
        JsonObject json = JsonNode.Parse(Cli.Good("runs", runs, "0003", "0001", "--json"))!.AsObject();
        Assert.Equal("format_version folder runs", string.Join(' ', json.Select(pair => pair.Key)));
        Assert.Equal(["0003", "0001"], json["runs"]!.AsArray().Select(run => (string)run!["run"]!));
        Assert.Equal("solved", (string?)json["runs"]![0]!["end"]);
        Assert.Contains("There is no run '0004'; there are 0001, 0002, 0003.",
            Cli.Run("runs", runs, "0001", "0004").Error.Replace(" (did you mean '0001'?)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run("runs", runs, "0001").ExitCode);
    }

    [Fact]
    public void A_kept_run_has_the_weights_of_another()
    {
        string Hash(params string[] options) =>
            (string)JsonNode.Parse(
            Cli.Good(["train", Samples.Iris, "--epochs", "2", "--json", "--quiet", "--model", folder.File("m.safetensors"), .. options]))!["weights_sha256"]!;
        Assert.Equal(Hash(), Hash("--run", folder.File("runs")));
    }

    private static string Clean(string text) => Times().Replace(text, time => "…".PadLeft(time.Length));

    [GeneratedRegex(@"(?m)\d+\.\d(?= │$)")]
    private static partial Regex Times();
}
