using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>Encoders, from training with the triplet loss to embeddings and nearest neighbours.</summary>
public sealed class EncoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("m.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Training_reports_what_nearest_neighbours_say()
    {
        JsonObject json = Train(Samples.Iris, "--target", "species", "--epochs", "30");
        Assert.Equal("nearest_neighbor_accuracy error_rate f1_macro", Names(json["metrics"]!["test"]!));
        Assert.Equal("nearest_neighbor_accuracy error_rate f1_macro", Names(json["metrics"]!["validation"]!));
        Assert.Equal("kind prediction nearest_neighbor_accuracy error_rate f1_macro", Names(json["baseline"]!));
        Assert.Equal("classes", (string?)json["task"]);
        Assert.Equal("triplet:margin=0.2,distance=squared,mining=all", (string?)json["loss"]);
        Assert.Equal("linear:256 relu linear:16 l2-normalize", (string?)json["network"]);
        Assert.Equal(30, json["confusion_matrix"]!.AsArray().Sum(row => row!.AsArray().Sum(value => (double)value!)));
        Assert.InRange((double)json["metrics"]!["test"]!["nearest_neighbor_accuracy"]!, 0.85, 1);
    }

    [Fact]
    public void The_screen_shows_the_validation_loss_while_it_trains_and_the_accuracy_at_the_end()
    {
        Cli.Result result = Cli.Run("train", Samples.Iris, "--loss", "triplet", "--model", Model, "--epochs", "2");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"epoch 2/2: loss [\d.]+, validation loss [\d.]+, rate 0.001", result.Error);
        Assert.Contains("nearest_neighbor_accuracy", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_training_gives_the_same_weights_with_any_number_of_threads()
    {
        int threads = Processor.Threads;
        string[] hashes = [.. ((string[])["1", "2", "2"]).Select(count => (string)Train(Samples.Iris, "--epochs", "3", "--threads", count)["weights_sha256"]!)];
        Processor.Threads = threads;
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void Width_hidden_layers_and_batch_are_the_encoders_own_unless_given()
    {
        Assert.Equal("linear:5 tanh linear:3 l2-normalize",
            (string?)Train(Samples.Iris, "--hidden", "5", "--activation", "tanh", "--embedding", "3", "--epochs", "1", "--batch", "40")["network"]);
        Assert.Equal(40, (int)Described("training", "batch"));
        Assert.Equal("linear:5 linear:16 l2-normalize", (string?)Train(Samples.Iris, "--layers", "linear:5", "--epochs", "1")["network"]);
        Assert.Equal(128, (int)Described("training", "batch"));
        Assert.Contains("triplet:margin=0.2", Cli.Good("describe", Model), StringComparison.Ordinal);
        Assert.Contains("l2-normalize", Cli.Good("describe", Model), StringComparison.Ordinal);
        Cli.Good("train", Samples.Iris, "--model", Model, "--epochs", "1", "--quiet");
        Assert.Equal(32, (int)Described("training", "batch"));

        JsonNode Described(string part, string name) => JsonNode.Parse(Cli.Good("describe", Model, "--json"))![part]![name]!;
    }

    [Fact]
    public void Predict_gives_embeddings_of_norm_one()
    {
        Train(Samples.Iris, "--embedding", "3", "--epochs", "2");
        string[] lines = Cli.Good("predict", Model, Samples.Iris).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("embedding_1,embedding_2,embedding_3", lines[0]);
        Assert.Equal(151, lines.Length);
        double[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(rows, row => Assert.Equal(1, row.Sum(value => value * value), 1e-5));
        JsonNode json = JsonNode.Parse(Cli.Good("predict", Model, Samples.Iris, "--json"))!;
        Assert.Equal("format_version task target rows model embeddings", Names(json));
        Assert.Equal(rows[149], json["embeddings"]![149]!.AsArray().Select(value => (double)(float)(double)value!), (a, b) => (float)a == (float)b);
    }

    [Fact]
    public void Evaluate_takes_each_rows_nearest_other_or_the_neighbours_given()
    {
        string training = folder.Write("a.csv", Table(0, 60)), test = folder.Write("b.csv", Table(1000, 30));
        JsonObject trained = Train(training, "--test", test, "--validation-fraction", "0", "--epochs", "20");
        JsonNode given = JsonNode.Parse(Cli.Good("evaluate", Model, test, "--neighbors", training, "--json"))!,
            own = JsonNode.Parse(Cli.Good("evaluate", Model, test, "--json"))!;
        Assert.Equal(trained["metrics"]!["test"]!.ToJsonString(), given["metrics"]!.ToJsonString());
        Assert.Equal(trained["confusion_matrix"]!.ToJsonString(), given["confusion_matrix"]!.ToJsonString());
        Assert.Equal("nearest_neighbor_accuracy error_rate f1_macro", Names(own["metrics"]!));
        // Were a row its own neighbour, every row would be right, and these two are not.
        string pair = folder.Write("pair.csv", "x1,x2,y\n1.5,1,a\n30.5,1,b\n");
        Assert.Equal(0, (double)JsonNode.Parse(Cli.Good("evaluate", Model, pair, "--json"))!["metrics"]!["nearest_neighbor_accuracy"]!);
        Assert.Contains("nearest_neighbor_accuracy", Cli.Good("evaluate", Model, test), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_and_two_classes_are_embedded_too()
    {
        string images = Samples.WriteImages(folder, "two", 60, 2);
        JsonObject json = Train(images, "--embedding", "1", "--epochs", "2");
        Assert.Equal("binary", (string?)json["task"]);
        Assert.Equal("flatten linear:256 relu linear:1 l2-normalize", (string?)json["network"]);
        Assert.StartsWith("embedding_1\n", Cli.Good("predict", Model, images), StringComparison.Ordinal);
        Assert.Equal("binary", (string?)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["task"]);
        Train(Samples.WriteImages(folder, "four", 60, 4), "--epochs", "2");
        Assert.Equal("classes", (string?)JsonNode.Parse(Cli.Good("describe", Model, "--json"))!["task"]);
    }

    [Fact]
    public void A_batch_too_small_to_hold_two_rows_of_a_class_is_warned_of()
    {
        Assert.Equal(
            "warning: a batch of 5 rows holds less than two of each of 3 classes on average, so that most rows find no other of their class to "
                + "learn from; raise the batch size to 6 or more.\n",
            Cli.Run("train", Samples.Iris, "--loss", "triplet", "--model", Model, "--epochs", "1", "--batch", "5", "--quiet").Error);
        Assert.Empty(Cli.Run("train", Samples.Iris, "--loss", "triplet", "--model", Model, "--epochs", "1", "--batch", "6", "--quiet").Error);
    }

    private JsonObject Train(string data, params string[] options) =>
        JsonNode.Parse(Cli.Good(["train", data, "--loss", "triplet", "--model", Model, "--json", .. options]))!.AsObject();

    private static string Names(JsonNode json) => string.Join(' ', json.AsObject().Select(pair => pair.Key));

    /// <summary>Rows of two numbers and one of three classes, which the first number decides.</summary>
    private static string Table(int first, int count) =>
        "x1,x2,y\n" + string.Concat(Enumerable.Range(first, count).Select(i => $"{i * 7 % 40}.5,{i % 3},{"abc"[i * 7 % 40 / 14]}\n"));
}
