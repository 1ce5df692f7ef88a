using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("m.safetensors");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("0.4")]
    [InlineData("0.5")]
    [InlineData("0.6")]
    public void A_threshold_decides_from_which_probability_on_the_second_class_is_predicted(string threshold)
    {
        string rows = folder.Write("two.csv", Samples.TwoClasses), model = folder.File("model.safetensors");
        Cli.Good("train", rows, "--model", model, "--hidden", "none", "--epochs", "20", "--test-fraction", "0", "--validation-fraction", "0", "--quiet");
        string[] lines = Cli.Good("predict", model, rows, "--threshold", threshold, "--probabilities").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string[] cells in lines.Skip(1).Select(line => line.Split(',')))
            Assert.Equal(double.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture) >= double.Parse(threshold,
                System.Globalization.CultureInfo.InvariantCulture) ? "yes" : "no", cells[0]);
        Assert.InRange(lines.Count(line => line.StartsWith("yes", StringComparison.Ordinal)), 1, 11);
        // A row whose probability is given as the threshold is of the second class.
        for (int row = 1; row < lines.Length; row++)
            Assert.StartsWith("yes", Cli.Good("predict", model, rows, "--threshold", lines[row].Split(',')[2]).Split('\n')[row], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_alone_has_the_text_that_it_has_among_others()
    {
        Cli.Good("train", Samples.Iris, "--model", Model, "--epochs", "5", "--quiet");
        string[] rows = File.ReadAllLines(Samples.Iris);
        string[] together = Cli.Good("predict", Model, Samples.Iris, "--probabilities").Split('\n');
        foreach (int row in new[] { 1, 2, 17, 75, 150 })
        {
            string alone = folder.Write("one.csv", $"{rows[0]}\n{rows[row]}\n");
            Assert.Equal($"{together[0]}\n{together[row]}\n", Cli.Good("predict", Model, alone, "--probabilities"));
        }
    }

    [Fact]
    public void A_regression_predicts_in_the_targets_units_the_same_alone_and_among_others()
    {
        Cli.Good("train", Samples.Housing, "--model", Model, "--epochs", "5", "--quiet");
        string[] rows = File.ReadAllLines(Samples.Housing);
        string[] together = Cli.Good("predict", Model, Samples.Housing).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows.Length, together.Length);
        Assert.All(together.Skip(1), text => Assert.InRange(float.Parse(text, CultureInfo.InvariantCulture), -200_000f, 1_000_000f));
        Assert.Equal($"prediction\n{together[1000]}\n", Cli.Good("predict", Model, folder.Write("one.csv", $"{rows[0]}\n{rows[1000]}\n")));
    }

    [Fact]
    public void The_target_column_may_be_absent_and_columns_in_another_order()
    {
        Cli.Good("train", folder.Write("two.csv", Samples.TwoClasses), "--model", Model, "--epochs", "20", "--quiet");
        string with = Cli.Good("predict", Model, folder.Write("with.csv", "x1,x2,y\n3,4,no\n14,4,\n"));
        Assert.Equal(with, Cli.Good("predict", Model, folder.Write("without.csv", "x2,x1\n4,3\n4,14\n")));
    }

    [Fact]
    public void Rows_come_from_the_standard_input()
    {
        string rows = "x1,x2\n3,4\n14,4\n,4\n";
        Cli.Good("train", folder.Write("two.csv", Samples.TwoClasses), "--model", Model, "--epochs", "20", "--quiet");
        string fromFile = Cli.Good("predict", Model, folder.Write("rows.csv", rows));
        Assert.Equal(4, fromFile.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(fromFile, Cli.Run(new Cli.Setup(Input: rows), "predict", Model).Output);
        Assert.Equal(fromFile, Cli.Run(new Cli.Setup(Input: rows), "predict", Model, "-").Output);
        Cli.Result nothing = Cli.Run("predict", Model);
        Assert.Equal((2, "error: There are no rows to predict; give a file, or send rows to standard input.\n"), (nothing.ExitCode, nothing.Error));
    }

    [Fact]
    public void Probabilities_are_those_of_the_classes_and_decide()
    {
        Cli.Good("train", folder.Write("two.csv", Samples.TwoClasses), "--model", Model, "--epochs", "100", "--learning-rate", "0.01", "--quiet");
        string[] lines = Cli.Good("predict", Model, folder.Write("rows.csv", "x1,x2\n1,4\n16,4\n"), "--probabilities")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("prediction,probability_no,probability_yes", lines[0]);
        foreach ((string line, int likely) in new[] { (lines[1], 0), (lines[2], 1) })
        {
            string[] cells = line.Split(',');
            float[] probabilities = [.. cells.Skip(1).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(likely == 0 ? "no" : "yes", cells[0]);
            Assert.True(probabilities[likely] > 0.5f);
            Assert.Equal(1, probabilities.Sum(), 1e-6);
        }
    }

    [Fact]
    public void Names_of_classes_with_commas_and_quotes_are_quoted()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},\"a,b\"\n{i + 100},\"say \"\"hi\"\"\"\n{i + 200},plain\n"));
        string data = folder.Write("odd.csv", $"x,y\n{rows}");
        Cli.Good("train", data, "--model", Model, "--epochs", "30", "--learning-rate", "0.05", "--quiet");
        string[] lines = Cli.Good("predict", Model, folder.Write("rows.csv", "x\n10\n110\n210\n"), "--probabilities").Split('\n');
        Assert.Equal("prediction,\"probability_a,b\",probability_plain,\"probability_say \"\"hi\"\"\"", lines[0]);
        Assert.StartsWith("\"a,b\",", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\"say \"\"hi\"\"\",", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("plain,", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_go_to_a_file_whole()
    {
        string data = folder.Write("two.csv", Samples.TwoClasses), output = folder.File("p.csv");
        Cli.Good("train", data, "--model", Model, "--epochs", "2", "--quiet");
        Cli.Result result = Cli.Run("predict", Model, data, "--output", output);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal(Cli.Good("predict", Model, data), File.ReadAllText(output));
        Assert.Equal(["m.safetensors", "p.csv", "two.csv"], folder.Names);
    }

    [Fact]
    public void Json_holds_the_same_predictions()
    {
        string data = folder.Write("two.csv", Samples.TwoClasses);
        Cli.Good("train", data, "--model", Model, "--epochs", "2", "--quiet");
        JsonNode json = JsonNode.Parse(Cli.Good("predict", Model, data, "--probabilities", "--json"))!;
        Assert.Equal("format_version task target rows model predictions classes probabilities", string.Join(' ', json.AsObject().Select(pair => pair.Key)));
        string[] lines = Cli.Good("predict", Model, data, "--probabilities").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Skip(1), json["predictions"]!.AsArray().Zip(json["probabilities"]!.AsArray(), (prediction, row) =>
            $"{prediction},{string.Join(',', row!.AsArray().Select(value => ((float)(double)value!).ToString(CultureInfo.InvariantCulture)))}"));
    }
}
