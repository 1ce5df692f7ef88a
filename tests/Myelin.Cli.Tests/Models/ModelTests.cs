using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Myelin.Cli.Tests.Models;

public sealed partial class ModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("m.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Evaluate_shows_metrics_and_confusion_or_json()
    {
        Cli.Good("train", Samples.Iris, "--model", Model, "--epochs", "60", "--quiet");
        Snapshot.Check("evaluate-iris", Cli.Good("evaluate", Model, Samples.Iris));
        JsonNode json = JsonNode.Parse(Cli.Good("evaluate", Model, Samples.Iris, "--json"))!;
        Assert.Equal("format_version task target rows metrics loss classes confusion_matrix weights_sha256 seconds model",
            string.Join(' ', json.AsObject().Select(pair => pair.Key)));
        Assert.Equal(150, (int)json["rows"]!);
        double sum = json["confusion_matrix"]!.AsArray().Sum(row => row!.AsArray().Sum(value => (double)value!));
        double right = json["confusion_matrix"]!.AsArray().Select((row, i) => (double)row![i]!).Sum();
        Assert.Equal((150, (double)json["metrics"]!["accuracy"]!), (sum, right / 150));
    }

    [Fact]
    public void Evaluate_agrees_with_predict()
    {
        Cli.Good("train", Samples.Housing, "--model", Model, "--epochs", "3", "--quiet");
        double[] predictions = [.. Lines(Cli.Good("predict", Model, Samples.Housing)).Select(double.Parse)];
        double[] targets = [.. Lines(File.ReadAllText(Samples.Housing)).Select(line => double.Parse(line[(line.LastIndexOf(',') + 1)..]))];
        double squares = predictions.Zip(targets, (prediction, target) => Math.Pow(prediction - target, 2)).Average();
        double rmse = (double)JsonNode.Parse(Cli.Good("evaluate", Model, Samples.Housing, "--json"))!["metrics"]!["rmse"]!;
        Assert.Equal(Math.Sqrt(squares), rmse, rmse * 1e-5);
    }

    [Fact]
    public void Describe_shows_layers_preprocessing_and_settings()
    {
        Cli.Good("train", Samples.Housing, "--model", Model, "--epochs", "2", "--quiet", "--loss", "huber:delta=20000");
        Snapshot.Check("describe-housing", Hash().Replace(Cli.Good("describe", Model), "…".PadRight(64)));
        JsonNode json = JsonNode.Parse(Cli.Good("describe", Model, "--json"))!;
        Assert.Equal(
            "format_version task target classes loss architecture input_shape layers parameters preprocessing training seed weights_sha256 model",
            string.Join(' ', json.AsObject().Select(pair => pair.Key)));
        Assert.Equal("name layer output_shape parameters", string.Join(' ', json["layers"]![0]!.AsObject().Select(pair => pair.Key)));
        Assert.Equal((int)json["parameters"]!, json["layers"]!.AsArray().Sum(layer => (int)layer!["parameters"]!));
        Assert.Equal("huber:delta=20000", (string?)json["loss"]);
        Assert.Equal("table", (string?)json["preprocessing"]!["kind"]);
    }

    [Fact]
    public void Images_are_trained_evaluated_and_predicted()
    {
        string images = Samples.WriteImages(folder, "train", 60, 3), test = Samples.WriteImages(folder, "test", 12, 3);
        JsonNode json = JsonNode.Parse(Cli.Good("train", images, "--test", test, "--model", Model, "--json", "--quiet", "--epochs", "60"))!;
        Assert.Equal("flatten linear:64 relu linear:32 relu linear:3", (string?)json["network"]);
        Assert.Equal(("label", 12, 1d), ((string?)json["target"], (int)json["rows"]!["test"]!, (double)json["metrics"]!["test"]!["accuracy"]!));
        Assert.Equal(json["metrics"]!["test"]!.ToJsonString(), JsonNode.Parse(Cli.Good("evaluate", Model, test, "--json"))!["metrics"]!.ToJsonString());
        Assert.Contains("channel 0", Cli.Good("describe", Model), StringComparison.Ordinal);
        File.Delete(folder.File("test-labels-idx1-ubyte"));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i % 3}"), Lines(Cli.Good("predict", Model, test)));
    }

    [Fact]
    public void Images_take_convolutions_and_a_test_fraction()
    {
        string images = Samples.WriteImages(folder, "train", 60, 2);
        JsonNode json = JsonNode.Parse(Cli.Good("train", images, "--layers", "conv:4,3 relu flatten", "--model", Model, "--json", "--quiet", "--epochs", "3"))!;
        Assert.Equal(("binary", "conv:4,3 relu flatten linear:1", 12), ((string?)json["task"], (string?)json["network"], (int)json["rows"]!["test"]!));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1);

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
