using System.Text.Json.Nodes;
using Myelin.Cli.Tests.Models;
using Xunit;

namespace Myelin.Cli.Tests.Files;

/// <summary>A model that predicts NaN or ∞ replaces no good one, and a prediction that is none is no result.</summary>
public sealed class NonFiniteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("$iris", "--learning-rate", "1e19", "--validation-fraction", "0")]
    [InlineData("$iris", "--learning-rate", "1e19", "--validation-fraction", "0", "--test-fraction", "0")]
    [InlineData("$iris", "--learning-rate", "1e19", "--validation-fraction", "0", "--test-fraction", "0", "--json")]
    [InlineData("$iris", "--learning-rate", "1e19", "--validation-fraction", "0", "--test-fraction", "0", "--model-kind", "ensemble", "--members", "2")]
    [InlineData("$iris", "--learning-rate", "1e19", "--validation-fraction", "0", "--test-fraction", "0", "--optimizer", "sgd")]
    [InlineData("$numbers", "--learning-rate", "1e37", "--validation-fraction", "0", "--test-fraction", "0", "--optimizer", "sgd")]
    [InlineData("$numbers", "--learning-rate", "1e37", "--validation-fraction", "0", "--optimizer", "sgd")]
    [InlineData("$images", "--learning-rate", "1e19", "--validation-fraction", "0", "--test-fraction", "0")]
    [InlineData("$images", "--learning-rate", "1e19", "--validation-fraction", "0")]
    [InlineData("$iris", "--learning-rate", "1e19", "--validation-fraction", "0", "--test-fraction", "0", "--loss", "triplet")]
    public void A_training_that_went_astray_replaces_nothing(string data, params string[] options)
    {
        string rows = data switch
        {
            "$iris" => Samples.Iris,
            "$images" => Samples.WriteImages(folder, "two", 40, 2),
            _ => folder.Write("numbers.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{i}.25\n"))),
        };
        string model = folder.File("m.safetensors");
        Cli.Good("train", rows, "--model", model, "--epochs", "1", "--quiet");
        byte[] good = File.ReadAllBytes(model);
        Cli.Result result = Cli.Run(["train", rows, "--model", model, "--epochs", "1", "--batch", "1000", "--quiet", .. options]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.EndsWith(" No model is saved.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(letter => letter == '\n'));
        Assert.Equal(good, File.ReadAllBytes(model));
    }

    [Fact]
    public void A_projection_that_is_none_leaves_both_files_as_they_were()
    {
        string table = folder.File("table.safetensors"), model = folder.File("p.safetensors"), rows = folder.Write("rows.csv", "as it was");
        Cli.Good("train", Samples.Iris, "--model", table, "--epochs", "1", "--hidden", "4,4", "--quiet");
        Cli.Good("project", Samples.Iris, "--network", table, "--model", model, "--quiet");
        byte[] good = File.ReadAllBytes(model), bytes = File.ReadAllBytes(table);
        for (int i = bytes.Length - (55 * sizeof(float)); i < bytes.Length; i += sizeof(float)) BitConverter.TryWriteBytes(bytes.AsSpan(i), 3e38f);
        File.WriteAllBytes(table, bytes);
        foreach (string[] options in (string[][])[[], ["--output", rows]])
        {
            Cli.Result result = Cli.Run(["project", Samples.Iris, "--network", table, "--model", model, "--quiet", .. options]);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.StartsWith($"error: {Samples.Iris}, line 7: the network predicts NaN or ∞ for this row", result.Error, StringComparison.Ordinal);
            Assert.EndsWith(" No model is saved.\n", result.Error, StringComparison.Ordinal);
            Assert.Equal((Convert.ToHexString(good), "as it was"), (Convert.ToHexString(File.ReadAllBytes(model)), File.ReadAllText(rows)));
        }
    }

    [Theory]
    [InlineData("3.4e38", "3.4e38")]
    [InlineData("3.4e38", "-3.4e38")]
    public void A_number_beyond_float32_in_the_targets_units_is_told_with_its_line(string scale, string mean)
    {
        string model = folder.File("numbers.safetensors"),
            rows = folder.Write("rows.csv", "a,b\n\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{i}.25\n")));
        Cli.Good("train", rows, "--model", model, "--epochs", "1", "--hidden", "4", "--quiet");
        ModelText.Change(model, model, text =>
        {
            JsonNode json = JsonNode.Parse(text)!, target = json["preprocessing"]!["target"]!;
            (target["scale"], target["mean"]) = (JsonNode.Parse(scale), JsonNode.Parse(mean));
            return json.ToJsonString();
        });
        // The last bias: every output is 3 or -3 and a little.
        ModelText.ChangeWeight(model, "2.bias", mean[0] == '-' ? -3 : 3);
        string output = folder.Write("kept.csv", "as it was");
        foreach (string[] args in (string[][])[["predict", model, rows], ["predict", model, rows, "--json"],
            ["predict", model, rows, "--output", output], ["evaluate", model, rows]])
        {
            Cli.Result result = Cli.Run(args);
            Assert.Equal(1, result.ExitCode);
            Assert.StartsWith($"error: {rows}, line 3: the network predicts ", result.Error, StringComparison.Ordinal);
            Assert.Contains("times the target's scale for this row, which is beyond float32", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal("as it was", File.ReadAllText(output));
    }

    [Fact]
    public void An_image_is_named_by_its_file_and_counted_from_1()
    {
        string first = Samples.WriteImages(folder, "first", 20, 2), second = Samples.WriteImages(folder, "second", 20, 2), model = folder.File("m.safetensors");
        Cli.Good("train", first, "--model", model, "--epochs", "1", "--hidden", "4", "--quiet");
        // Dark but for the third image; what is darker than the mean does not get through the units.
        byte[] bytes = File.ReadAllBytes(model), images = File.ReadAllBytes(second);
        for (int i = 16; i < images.Length; i++) images[i] = (byte)(i / 16 == 3 ? 255 : 0);
        File.WriteAllBytes(second, images);
        for (int i = bytes.Length - (73 * sizeof(float)); i < bytes.Length; i += sizeof(float)) BitConverter.TryWriteBytes(bytes.AsSpan(i), 3e38f);
        File.WriteAllBytes(model, bytes);
        string dark = Samples.WriteImages(folder, "dark", 5, 2);
        File.WriteAllBytes(dark, [.. File.ReadAllBytes(dark)[..16], .. new byte[5 * 16]]);
        foreach (string[] rows in (string[][])[[second], [dark, second], [dark, dark, second]])
        {
            Cli.Result result = Cli.Run(["predict", model, .. rows]);
            Assert.Equal(1, result.ExitCode);
            Assert.StartsWith($"error: {second}, image 3: the network predicts", result.Error, StringComparison.Ordinal);
        }
    }
}
