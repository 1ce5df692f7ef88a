using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>Models that are solved for: saved, described, evaluated and predicted as networks are.</summary>
public sealed class ClassicalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("linear", "mse", null)]
    [InlineData("ridge", "mse", "ridge:lambda=0.0001,biases=false")]
    public void A_number_is_predicted_better_than_by_the_mean(string kind, string loss, string? penalty)
    {
        JsonObject json = Train(Samples.Housing, kind);
        Assert.Equal((loss, penalty, "linear:1", "solved"),
            ((string?)json["loss"], (string?)json["penalty"], ((string)json["network"]!).Split(',')[0], (string?)json["stopped"]));
        Assert.True((double)json["metrics"]!["test"]!["rmse"]! < 0.8 * (double)json["baseline"]!["rmse"]!);
        Assert.Equal((0, null), ((int)json["rows"]!["validation"]!, json["epochs"]));
        AssertReadable(Samples.Housing, json, "rmse");
    }

    [Theory]
    [InlineData("logistic", "cross-entropy")]
    public void Classes_of_iris_are_told_apart(string kind, string loss)
    {
        JsonObject json = Train(Samples.Iris, kind);
        Assert.Equal(loss, (string?)json["loss"]);
        Assert.True((double)json["metrics"]!["test"]!["accuracy"]! >= 0.9);
        AssertReadable(Samples.Iris, json, "accuracy");
        Assert.StartsWith("prediction,probability_Iris-setosa,", Cli.Good("predict", Model, Samples.Iris, "--probabilities"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logistic", "binary-cross-entropy")]
    [InlineData("svm", "hinge")]
    public void Two_classes_are_told_apart(string kind, string loss)
    {
        string path = folder.Write("two.csv", Samples.TwoClasses);
        JsonObject json = Train(path, kind, "--penalty", "ridge:lambda=0.001");
        Assert.Equal((loss, "ridge:lambda=0.001,biases=false", 1.0),
            ((string?)json["loss"], (string?)json["penalty"], (double)json["metrics"]!["test"]!["accuracy"]!));
        AssertReadable(path, json, "accuracy");
    }

    [Fact]
    public void A_machine_reports_its_margin_and_how_many_rows_hold_it()
    {
        // Standardised by mean 5 and deviation 5, the inputs are -1 and 1: the plane halfway keeps 1 from both.
        string path = folder.Write("two.csv", "x,y\n" + string.Concat(Enumerable.Repeat("0,no\n10,yes\n", 10)));
        string[] options = ["train", path, "--model", Model, "--model-kind", "svm", "--penalty", "ridge:lambda=0.001", "--test-fraction", "0"];
        Assert.Contains("Margin: 1.0000 between inputs as they enter the model; 20 of 20 training rows hold it (support vectors)",
            Cli.Good([.. options, "--quiet"]), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(Cli.Good([.. options, "--quiet", "--json"]))!;
        Assert.Equal(1, (double)json["margin"]!, 1e-6);
        Assert.Equal(20, (int)json["support_vectors"]!);
        Assert.Equal(20, (int)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["training"]!["support_vectors"]!);
    }

    [Fact]
    public void What_does_not_converge_is_said_in_one_line()
    {
        string path = folder.Write("four.csv", "x,y\n-10,a\n-30,b\n-30,b\n-30,a\n");
        Cli.Result result = Cli.Run("train", path, "--model", Model, "--model-kind", "svm", "--test-fraction", "0", "--penalty", "ridge:lambda=1e-12",
            "--quiet");
        Assert.Equal((2, "error: --model-kind svm: The support vector machine did not converge; standardise the inputs, or take a larger lambda.\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_network_of_one_neuron_descends_to_the_ridge_solution()
    {
        JsonObject solved = Train(Samples.Housing, "ridge", "--penalty", "ridge:lambda=0.01", "--validation-fraction", "0");
        JsonObject trained = JsonNode.Parse(Cli.Good(
            "train", Samples.Housing, "--model", folder.File("n.safetensors"), "--hidden", "none", "--penalty", "ridge:lambda=0.01",
            "--validation-fraction", "0",
            "--optimizer", "sgd", "--learning-rate", "0.1", "--batch", "100000", "--epochs", "4000", "--json", "--quiet"))!.AsObject();
        double expected = (double)solved["metrics"]!["test"]!["rmse"]!;
        Assert.Equal(expected, (double)trained["metrics"]!["test"]!["rmse"]!, 1e-3 * expected);
    }

    [Fact]
    public void Reports_say_that_the_model_was_solved_for()
    {
        Cli.Result result = Cli.Run("train", Samples.Iris, "--model", Model, "--model-kind", "logistic");
        Assert.Contains("parameters, solved in", result.Output, StringComparison.Ordinal);
        Assert.Contains("Model: logistic. Loss: cross-entropy. Penalty: ridge:lambda=0.0001,biases=false. Rows: 120 to train, 0 to validate, 30 "
            + "to test.", result.Error, StringComparison.Ordinal);
        Assert.Contains("logistic", Cli.Good("describe", Model), StringComparison.Ordinal);
        Assert.Equal("logistic", (string?)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["training"]!["model_kind"]);
        byte[] first = File.ReadAllBytes(Model);
        Cli.Good("train", Samples.Iris, "--model", Model, "--model-kind", "logistic", "--quiet", "--threads", "1");
        Assert.Equal(first, File.ReadAllBytes(Model));
    }

    private JsonObject Train(string path, string kind, params string[] options) =>
        JsonNode.Parse(Cli.Good(["train", path, "--model", Model, "--model-kind", kind, "--json", "--quiet", .. options]))!.AsObject();

    /// <summary>Evaluate measures what the training did, where no row was set aside.</summary>
    private void AssertReadable(string path, JsonObject trained, string metric)
    {
        Assert.Contains((string)trained["loss"]!, Cli.Good("describe", Model), StringComparison.Ordinal);
        JsonObject whole =
            JsonNode.Parse(Cli.Good("train", path, "--model", Model, "--model-kind",
            (string)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["training"]!["model_kind"]!, "--test", path, "--json", "--quiet"))!.AsObject();
        JsonNode evaluated = JsonNode.Parse(Cli.Good("evaluate", Model, path, "--json"))!;
        Assert.Equal((double)whole["metrics"]!["test"]![metric]!, (double)evaluated["metrics"]![metric]!,
            1e-9 * Math.Abs((double)evaluated["metrics"]![metric]!));
        Assert.Equal((int)evaluated["rows"]!, Cli.Good("predict", Model, path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }
}
