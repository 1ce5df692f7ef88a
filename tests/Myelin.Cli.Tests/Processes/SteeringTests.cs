using System.Text.Json.Nodes;
using Myelin.Serialization;
using Xunit;

namespace Myelin.Cli.Tests.Processes;

/// <summary>Decay, dropout, parts of batches and the metric that is watched, from the command line.</summary>
public sealed class SteeringTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_steers_a_training_is_saved_with_it()
    {
        JsonObject training = Train("--weight-decay", "linear-decay:0.1", "--dropout-factor", "0.5", "--micro-batch", "7", "--monitor", "f1-macro",
            "--layers", "linear:16 relu dropout:0.2");
        Assert.Equal("linear-decay:0.1 constant:0.5 7 f1-macro",
            string.Join(' ', ((string[])["weight_decay", "dropout_factor", "micro_batch", "monitor"]).Select(name => $"{training[name]}")));
        training = Train();
        Assert.Equal("   loss", string.Join(' ', ((string[])["weight_decay", "dropout_factor", "micro_batch", "monitor"]).Select(name => $"{training[name]}")));
    }

    [Theory]
    [InlineData("--monitor is", "--monitor", "acuracy", "'accuracy'")]
    [InlineData("a metric of values for classes", "--monitor", "rmse", "The metric 'rmse' is one of rows with values as targets")]
    [InlineData("no number", "--weight-decay", "-1", "--weight-decay is '-1', but it must be a number from 0, or a schedule")]
    [InlineData("no number", "--dropout-factor", "NaN", "--dropout-factor is 'NaN'")]
    [InlineData("no schedule", "--dropout-factor", "linear:1", "linear-decay")]
    [InlineData("no size", "--micro-batch", "0", "--micro-batch")]
    [InlineData("nothing left", "--dropout-factor", "2", "The dropout rate 0.5 of layer '2' times the factor 2 is not below 1 at step 1")]
    public void What_cannot_be_meant_is_refused_in_one_line(string _, string option, string value, string words)
    {
        Cli.Result run = Cli.Run("train", Samples.Iris, "--epochs", "3", "--layers", "linear:4 relu dropout:0.5", "--model",
            folder.File("m.safetensors"), option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("m.safetensors")));
    }

    [Fact]
    public void A_metric_is_watched_where_there_is_something_to_watch()
    {
        Cli.Result run = Cli.Run("train", Samples.Iris, "--validation-fraction", "0", "--monitor", "accuracy", "--model", folder.File("m.safetensors"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--validation-fraction 0 leaves none", run.Error, StringComparison.Ordinal);
    }

    private JsonObject Train(params string[] options)
    {
        string model = folder.File("m.safetensors");
        Cli.Result run = Cli.Run(["train", Samples.Iris, "--epochs", "3", "--quiet", "--model", model, .. options]);
        Assert.Equal("", run.Error);
        return ModelFile.Load(model).Training!;
    }
}
