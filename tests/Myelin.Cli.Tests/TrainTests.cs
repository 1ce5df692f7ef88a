using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Myelin.Cli.Tests;

public sealed partial class TrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("m.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Json_of_classes_has_stable_names()
    {
        JsonObject json = Train(Samples.Iris, "--epochs", "30");
        Assert.Equal(
            "format_version task target metrics baseline rows classes confusion_matrix loss penalty network epochs best_epoch stopped parameters "
                + "weights_sha256 seconds model",
            Names(json));
        Assert.Equal("test validation", Names(json["metrics"]!));
        Assert.Equal("accuracy error_rate log_loss f1_macro", Names(json["metrics"]!["test"]!));
        Assert.Equal("accuracy error_rate log_loss f1_macro", Names(json["metrics"]!["validation"]!));
        Assert.Equal("kind prediction accuracy error_rate log_loss f1_macro", Names(json["baseline"]!));
        Assert.Equal("training validation test", Names(json["rows"]!));
        Assert.Equal("classes", (string?)json["task"]);
        Assert.Equal("cross-entropy", (string?)json["loss"]);
        Assert.Equal("linear:64 relu linear:32 relu linear:3", (string?)json["network"]);
        Assert.Equal(1d / 3, (double)json["baseline"]!["accuracy"]!, 1e-9);
        Assert.Equal("98 22 30", string.Join(' ', json["rows"]!.AsObject().Select(pair => $"{pair.Value}")));
        Assert.True((double)json["metrics"]!["test"]!["accuracy"]! > 0.7);
    }

    [Fact]
    public void Metrics_of_a_regression_are_in_the_targets_units()
    {
        JsonObject json = Train(Samples.Housing, "--epochs", "15");
        JsonNode test = json["metrics"]!["test"]!, baseline = json["baseline"]!;
        Assert.Equal("rmse mae mse r2", Names(test));
        Assert.Equal("kind prediction rmse mae mse r2", Names(baseline));
        Assert.Equal("mse", (string?)json["loss"]);
        Assert.False(json.ContainsKey("classes"));
        Assert.InRange((double)test["rmse"]!, 40_000, 90_000);
        Assert.InRange((double)baseline["rmse"]!, 100_000, 130_000);
        Assert.Equal((double)test["mse"]!, Math.Pow((double)test["rmse"]!, 2), (double)test["mse"]! * 1e-9);
        Assert.InRange(double.Parse((string)baseline["prediction"]!), 190_000, 220_000);
    }

    [Fact]
    public void A_loss_in_the_targets_units_is_scaled_inside()
    {
        // Errors are larger than delta, where huber is the absolute error times delta; in scaled units delta is divided by the target's scale.
        double MeanAbsoluteError(string loss, double rate) =>
            (double)Train(Samples.Housing, "--epochs", "3", "--loss", loss, "--optimizer", "sgd", "--learning-rate", $"{rate}")["metrics"]!["test"]!["mae"]!;
        double absolute = MeanAbsoluteError("mae", 0.01);
        double scale = (double)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["preprocessing"]!["target"]!["scale"]!;
        Assert.Equal(absolute, MeanAbsoluteError("huber:delta=0.1", 0.01 * scale / 0.1), absolute * 1e-4);
    }

    [Fact]
    public void A_penalty_shows_beside_the_loss_and_in_the_model_and_shrinks_weights()
    {
        Cli.Result plain = Cli.Run("train", Samples.Iris, "--model", Model, "--epochs", "20");
        Assert.DoesNotContain("enalty", plain.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("penalty", Cli.Good("describe", Model), StringComparison.Ordinal);
        Cli.Result result = Cli.Run("train", Samples.Iris, "--model", Model, "--epochs", "20", "--penalty", "elastic-net:lambda=0.02");
        Assert.Contains("Loss: cross-entropy. Penalty: elastic-net:lambda=0.02,rho=0.5,biases=false. Rows:", result.Error, StringComparison.Ordinal);
        double[] penalties = [.. Penalties().Matches(result.Error).Select(match => double.Parse(match.Groups[1].Value))];
        Assert.True(penalties.Length > 1 && penalties[^1] < penalties[0], result.Error);
        Assert.Equal("elastic-net:lambda=0.02,rho=0.5,biases=false", (string?)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["training"]!["penalty"]);
        Assert.Contains("elastic-net:lambda=0.02", Cli.Good("describe", Model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hinge", false)]
    [InlineData("squared-hinge", false)]
    [InlineData("binary-brier", true)]
    [InlineData("binary-cross-entropy:alpha=0.3", true)]
    [InlineData("binary-cross-entropy-from-probabilities:base=2", true)]
    [InlineData("binary-focal-from-probabilities:gamma=1,base=e", true)]
    public void Losses_of_two_classes_tell_them_apart_and_those_of_scores_have_no_log_loss(string loss, bool hasProbabilities)
    {
        JsonObject json = Train(folder.Write("two.csv", Samples.TwoClasses), "--epochs", "200", "--learning-rate", "0.01", "--loss", loss,
            "--penalty", "ridge:lambda=0.0001");
        Assert.Equal((loss, "ridge:lambda=0.0001,biases=false"), ((string?)json["loss"], (string?)json["penalty"]));
        JsonNode test = json["metrics"]!["test"]!;
        Assert.Equal(1, (double)test["accuracy"]!);
        Assert.Equal(hasProbabilities, test["log_loss"] is not null);
        Assert.StartsWith("prediction\n", Cli.Good("predict", Model, folder.Write("rows.csv", "x1,x2\n1,4\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_of_the_squared_errors_is_in_the_targets_unit()
    {
        JsonObject json = Train(Samples.Housing, "--epochs", "20", "--loss", "rmse");
        Assert.Equal(("rmse", null), ((string?)json["loss"], json["penalty"]));
        Cli.Good("train", Samples.Housing, "--model", Model, "--test-fraction", "0", "--epochs", "2", "--loss", "rmse", "--quiet", "--force");
        JsonNode evaluated = JsonNode.Parse(Cli.Good("evaluate", Model, Samples.Housing, "--json"))!;
        Assert.Equal((double)evaluated["metrics"]!["rmse"]!, (double)evaluated["loss"]!["value"]!, 1e-4 * (double)evaluated["loss"]!["value"]!);
    }

    [Fact]
    public void A_binary_target_takes_one_logit()
    {
        JsonObject json = Train(folder.Write("two.csv", Samples.TwoClasses), "--epochs", "200", "--learning-rate", "0.01");
        Assert.Equal("binary", (string?)json["task"]);
        Assert.Equal("binary-cross-entropy", (string?)json["loss"]);
        Assert.EndsWith("linear:1", (string?)json["network"], StringComparison.Ordinal);
        Assert.Equal("""["no","yes"]""", json["classes"]!.ToJsonString());
        Assert.Equal(1, (double)json["metrics"]!["test"]!["accuracy"]!);
        Assert.InRange((double)json["metrics"]!["test"]!["log_loss"]!, 0, 0.5);
    }

    [Fact]
    public void Weights_depend_on_the_seed_and_not_on_threads()
    {
        string Hash(params string[] options) => (string)Train(Samples.Iris, ["--epochs", "3", .. options])["weights_sha256"]!;
        int threads = Processor.Threads;
        string one = Hash("--threads", "1"), two = Hash("--threads", "2"), other = Hash("--seed", "2");
        Processor.Threads = threads;
        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void The_same_training_gives_the_same_file()
    {
        byte[] Bytes()
        {
            Train(Samples.Iris, "--epochs", "2");
            return File.ReadAllBytes(Model);
        }

        Assert.Equal(Bytes(), Bytes());
    }

    [Fact]
    public void Tables_and_places_show_on_the_output_and_all_else_beside_it()
    {
        Cli.Result result = Cli.Run("train", Samples.Iris, "--target", "species", "--model", Model, "--epochs", "40", "--seed", "3");
        Assert.Equal(0, result.ExitCode);
        Snapshot.Check("train-iris", Seconds().Replace(Hash().Replace(result.Output, "…"), "in … s").Replace(Model, "m.safetensors", StringComparison.Ordinal));
        Assert.Contains("Target: species. Task: 3 classes", result.Error, StringComparison.Ordinal);
        Assert.Contains("petal_width: numeric, numbers", result.Error, StringComparison.Ordinal);
        Assert.Contains("epoch 1/40: loss ", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"epoch 40/40: loss [\d.]+, validation loss [\d.]+, accuracy [\d.]+, rate 0.001, at most 0:00:00 left", result.Error);
        Assert.True(result.Error.Count(c => c == '\n') < 15, result.Error);
    }

    [Fact]
    public void On_a_screen_the_display_is_live_and_the_result_the_same()
    {
        Cli.Result screen = Cli.Run(new Cli.Setup(OnScreen: true), "train", Samples.Iris, "--model", Model, "--epochs", "300", "--patience", "0");
        Cli.Result lines = Cli.Run("train", Samples.Iris, "--model", Model, "--epochs", "300", "--patience", "0");
        Assert.Contains("\u001b[", screen.Error, StringComparison.Ordinal);
        Assert.Contains("epoch 300/300: loss", screen.Error, StringComparison.Ordinal);
        Assert.Contains("100%", screen.Error, StringComparison.Ordinal);
        Assert.Equal(Seconds().Replace(lines.Output, ""), Seconds().Replace(screen.Output, ""));
    }

    [Fact]
    public void The_default_target_is_the_last_column_and_said_aloud() =>
        Assert.Contains("Target: species, the last column.", Cli.Run("train", Samples.Iris, "--model", Model, "--epochs", "1").Error, StringComparison.Ordinal);

    [Fact]
    public void Quiet_leaves_warnings_only()
    {
        string path = folder.Write("gaps.csv", Samples.TwoClasses + "17,4,\n");
        Cli.Result result = Cli.Run("train", path, "--model", Model, "--epochs", "1", "--quiet");
        Assert.Equal($"warning: {path}: 1 of 13 rows have no target 'y' and are left out.\n", result.Error);
    }

    [Fact]
    public void Compressed_tables_without_header_are_read()
    {
        string path = folder.File("plain.csv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(Samples.TwoClasses[(Samples.TwoClasses.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
        JsonObject json = Train(path, "--no-header", "--epochs", "2");
        Assert.Equal("c3", (string?)json["target"]);
        string predictions = Cli.Good("predict", Model, path, "--quiet");
        Assert.Equal(13, predictions.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(predictions, Cli.Good("predict", Model, folder.Write("no-target.csv", WithoutLastColumn(Samples.TwoClasses, skip: 1))));
    }

    [Fact]
    public void A_test_file_measures_like_evaluate()
    {
        string training = folder.Write("a.csv", Samples.TwoClasses), test = folder.Write("b.csv", "x1,x2,y\n3,3,no\n15,6,yes\n9,5,no\n");
        JsonObject json = Train(training, "--test", test, "--epochs", "5");
        Assert.Equal(3, (int)json["rows"]!["test"]!);
        JsonNode evaluated = JsonNode.Parse(Cli.Good("evaluate", Model, test, "--json"))!;
        Assert.Equal(json["metrics"]!["test"]!.ToJsonString(), evaluated["metrics"]!.ToJsonString());
        Assert.Equal((string?)json["weights_sha256"], (string?)evaluated["weights_sha256"]);
    }

    [Fact]
    public void Without_rows_set_aside_there_are_no_metrics()
    {
        JsonObject json = Train(Samples.Iris, "--epochs", "2", "--validation-fraction", "0", "--test-fraction", "0");
        Assert.Null(json["metrics"]!["test"]);
        Assert.Null(json["metrics"]!["validation"]);
        Assert.Null(json["baseline"]);
        Assert.Equal("completed", (string?)json["stopped"]);
        Assert.Equal(2, (int)json["best_epoch"]!);
    }

    [Fact]
    public void Weights_of_rows_count()
    {
        string path = folder.Write("w.csv",
            "x1,w,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{(i % 2 == 0 ? 3 : 1)},{(i % 2 == 0 ? "a" : "b")}\n")));
        JsonObject json = Train(path, "--weight-column", "w", "--epochs", "1");
        Assert.Equal("a", (string?)json["baseline"]!["prediction"]);
        Assert.Equal(0.75, (double)json["baseline"]!["accuracy"]!, 1e-6);
    }

    [Fact]
    public void Columns_are_taken_as_asked()
    {
        Cli.Result result = Cli.Run("train", Samples.Iris, "--model", Model, "--epochs", "1", "--ignore", "sepal_length,sepal_width", "--categorical",
            "petal_width", "--hidden", "none");
        Assert.Contains("sepal_width: ignored, as asked for", result.Error, StringComparison.Ordinal);
        Assert.Contains("petal_width: categorical, as asked for", result.Error, StringComparison.Ordinal);
        Assert.Contains("Network: linear:3.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_replaced_and_any_other_file_only_by_force()
    {
        File.WriteAllText(Model, "precious");
        Cli.Result refused = Cli.Run("train", Samples.Iris, "--model", Model, "--epochs", "1");
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal($"error: {Model} exists and is no model of Myelin; choose another place with --model, or replace it with --force.\n", refused.Error);
        Assert.Equal("precious", File.ReadAllText(Model));
        Train(Samples.Iris, "--epochs", "1", "--force");
        Train(Samples.Iris, "--epochs", "1");
        Assert.Equal(["m.safetensors"], folder.Names);
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_with_a_line_and_without_a_file()
    {
        Cli.Result result = Cli.Run("train", Samples.Housing, "--model", Model, "--learning-rate", "1e30", "--quiet");
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Matches("^error: The loss is not finite at step 2 .*layer .*\n$", result.Error);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Interrupted_before_an_epoch_there_is_no_model()
    {
        Cli.Result result = Cli.Run(new Cli.Setup(Interruption: new CancellationToken(true)), "train", Samples.Iris, "--model", Model, "--quiet");
        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        Assert.Contains("no model to save", result.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Interrupted_later_the_best_model_is_saved()
    {
        using var source = new CancellationTokenSource();
        Cli.Result result = Cli.Run(new Cli.Setup(Error: new CancellingWriter(source, "epoch 1/"), Interruption: source.Token), "train", Samples.Iris,
            "--model", Model, "--epochs", "100000", "--patience", "0", "--json");
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("interrupted", (string?)JsonNode.Parse(result.Output)!["stopped"]);
        Cli.Good("describe", Model);
    }

    private JsonObject Train(string data, params string[] options) =>
        JsonNode.Parse(Cli.Good(["train", data, "--model", Model, "--json", .. options]))!.AsObject();

    private static string Names(JsonNode json) => string.Join(' ', json.AsObject().Select(pair => pair.Key));

    private static string WithoutLastColumn(string csv, int skip) =>
        string.Concat(csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(skip).Select(line => $"{line[..line.LastIndexOf(',')]}\n"));

    [GeneratedRegex(@"in [\d.]+ s")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"loss [\d.]+, penalty ([\d.]+), validation loss")]
    private static partial Regex Penalties();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
