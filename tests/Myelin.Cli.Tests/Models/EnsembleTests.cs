using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>Several networks, each on rows drawn anew, saved as the one wide network that gives their mean.</summary>
public sealed class EnsembleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_ensemble_is_saved_as_one_network_that_every_command_reads()
    {
        JsonObject json = Train("--members", "3", "--hidden", "16", "--epochs", "40", "--learning-rate", "0.01");
        Assert.Equal("linear:48 relu linear:9 linear:3", (string?)json["network"]);
        Assert.Equal((120, 3), ((int)json["epochs"]!, json["best_epoch"]!.AsArray().Count));
        Assert.InRange((double)json["metrics"]!["test"]!["accuracy"]!, 0.9, 1);
        JsonNode described = JsonNode.Parse(Cli.Good("describe", Model, "--json"))!;
        Assert.Equal(((int)described["training"]!["members"]!, (string?)json["weights_sha256"]), (3, (string?)described["weights_sha256"]));
        Assert.InRange((double)JsonNode.Parse(Cli.Good("evaluate", Model, Samples.Iris, "--json"))!["metrics"]!["accuracy"]!, 0.9, 1);
        Assert.StartsWith("prediction,probability_Iris-setosa,", Cli.Good("predict", Model, Samples.Iris, "--probabilities"), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_differ_and_the_file_is_the_same_for_any_number_of_threads()
    {
        string[] options = ["--members", "2", "--hidden", "4", "--epochs", "2"];
        JsonObject first = Train(options);
        JsonNode weights =
            JsonNode.Parse(Cli.Good("train", Samples.Iris, "--model", folder.File("one.safetensors"), "--hidden", "4", "--epochs", "2", "--json", "--quiet"))!;
        Assert.NotEqual((string?)weights["weights_sha256"], (string?)first["weights_sha256"]);
        byte[] file = File.ReadAllBytes(Model);
        Train([.. options, "--threads", "1"]);
        Assert.Equal(file, File.ReadAllBytes(Model));
        Assert.NotEqual((string?)first["weights_sha256"], (string?)Train([.. options, "--seed", "2"])["weights_sha256"]);
    }

    [Fact]
    public void Progress_and_report_name_the_members()
    {
        Cli.Result result = Cli.Run("train", Samples.Iris, "--model", Model, "--model-kind", "ensemble", "--members", "2", "--hidden", "4", "--epochs", "2");
        Assert.Contains("Network: 2 of linear:4 relu linear:3, and their mean.", result.Error, StringComparison.Ordinal);
        Assert.Contains("Network 2 of 2:", result.Error, StringComparison.Ordinal);
        Assert.Contains("parameters, the mean of 2 networks after 4 epochs in", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_put_together_is_refused_before_training()
    {
        Cli.Result result = Cli.Run("train", Samples.Iris, "--model", Model, "--model-kind", "ensemble", "--layers", "linear:4 batch-norm relu");
        Assert.Equal((2,
            "error: An ensemble as one network takes linear layers, activations, dropout and flatten, not "
                + "'batch-norm:momentum=0.1,epsilon=1E-05'.\n"), (result.ExitCode, result.Error));
        Assert.False(File.Exists(Model));
    }

    [Fact]
    public void Interrupted_the_members_so_far_are_saved()
    {
        using var source = new CancellationTokenSource();
        Cli.Result result = Cli.Run(
            new Cli.Setup(Error: new CancellingWriter(source, "Network 3 of"), Interruption: source.Token), "train", Samples.Iris, "--model", Model,
                "--model-kind", "ensemble", "--hidden", "4", "--epochs", "2", "--json");
        Assert.Equal(130, result.ExitCode);
        JsonNode json = JsonNode.Parse(result.Output)!;
        Assert.Equal(("interrupted", "linear:8 relu linear:6 linear:3"), ((string?)json["stopped"], (string?)json["network"]));
    }

    private JsonObject Train(params string[] options) =>
        JsonNode.Parse(Cli.Good(["train", Samples.Iris, "--model", Model, "--model-kind", "ensemble", "--json", "--quiet", .. options]))!.AsObject();
}
