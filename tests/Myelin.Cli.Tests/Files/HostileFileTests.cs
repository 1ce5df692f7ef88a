using System.Text.Json.Nodes;
using Myelin.Cli.Tests.Models;
using Xunit;

namespace Myelin.Cli.Tests.Files;

/// <summary>Files from anywhere: one line that says what is wrong, exit code 2, and nothing on the output.</summary>
public sealed class HostileFileTests : IClassFixture<HostileFileTests.Files>
{
    private readonly Files files;

    public HostileFileTests(Files files) => this.files = files;

    public static TheoryData<string> WrongValues() =>
        ["null", "true", "7", "1e300", "\"x\"", "[]", "{}", "[null]", "[[1]]", "[true]", "[\"x\"]", "{\"kind\":1}", "[{\"kind\":\"numeric\"}]"];

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void Every_field_of_another_type_is_wrong_input_for_every_command(string value)
    {
        foreach (string model in files.Models)
        {
            string description = "";
            ModelText.Change(model, files.Folder.File("changed.safetensors"), text => description = text);
            foreach (string place in Places(JsonNode.Parse(description)!, "").ToArray())
            {
                string changed = ModelText.Change(model, files.Folder.File("changed.safetensors"), text => With(text, place, value));
                Cli.Result result = Cli.Run("describe", changed);
                Assert.True(result.ExitCode is 0 or 2, $"{place} = {value}: {result.ExitCode}");
                if (result.ExitCode == 2) RequireOneLine(result, $"{place} = {value}");
                result = Cli.Run("predict", changed, model == files.Images ? files.Rows : Samples.Iris);
                Assert.True(result.ExitCode is 0 or 1 or 2, $"{place} = {value}: {result.ExitCode}");
                if (result.ExitCode == 2) RequireOneLine(result, $"{place} = {value}");
            }
        }
    }

    [Theory]
    [InlineData("describe")]
    [InlineData("predict", "@iris.csv")]
    [InlineData("evaluate", "@iris.csv")]
    [InlineData("regions", "@iris.csv")]
    [InlineData("project", "@iris.csv", "--network")]
    public void Half_a_character_and_repeated_names_are_wrong_input_for_every_command(string command, params string[] rest)
    {
        foreach (string odd in (string[])["\"\\ud800\"", "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "[{\"b\":{\"c\":1,\"c\":1}}]", "1e999"])
        {
            string changed = ModelText.Change(files.Table, files.Folder.File("odd.safetensors"),
                text => text.Replace("\"training\":{", $"\"training\":{{\"odd\":{odd},", StringComparison.Ordinal));
            string[] others = [.. rest.Select(arg => arg == "@iris.csv" ? Samples.Iris : arg)];
            string[] args = command == "project" ? [command, .. others, changed, "--model", files.Folder.File("left.safetensors")]
                : [command, changed, .. others];
            RequireOneLine(Cli.Run(args), $"{command} {odd}");
        }
    }

    [Fact]
    public void A_model_of_three_classes_with_one_output_is_damaged()
    {
        string changed = ModelText.Change(files.TwoImages, files.Folder.File("three.safetensors"), text => With(text, ".classes", "[\"0\",\"1\",\"2\"]"));
        foreach (string[] args in (string[][])[["describe", changed], ["predict", changed, files.Rows], ["evaluate", changed, files.Rows]])
        {
            Cli.Result result = Cli.Run(args);
            RequireOneLine(result, args[0]);
            Assert.Contains("is damaged: its rows have the shape [1, 4, 4] and 3 outputs, its network takes [1, 4, 4] and gives [1]", result.Error,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_prediction_that_is_no_number_is_told_and_ends_with_1()
    {
        // Every weight is finite, and their products are not.
        string large = files.Folder.File("large.safetensors");
        File.Copy(files.Table, large, overwrite: true);
        byte[] bytes = File.ReadAllBytes(large);
        for (int i = bytes.Length - (35 * sizeof(float)); i < bytes.Length; i += sizeof(float)) BitConverter.TryWriteBytes(bytes.AsSpan(i), 3e38f);
        File.WriteAllBytes(large, bytes);
        string output = files.Folder.Write("kept.csv", "as it was");
        foreach (string[] args in (string[][])[["predict", large, Samples.Iris, "--output", output], ["predict", large, Samples.Iris, "--json"],
            ["predict", large, Samples.Iris], ["evaluate", large, Samples.Iris]])
        {
            Cli.Result result = Cli.Run(args);
            Assert.Equal(1, result.ExitCode);
            Assert.StartsWith($"error: {Samples.Iris}, line 7: the network predicts NaN or ∞ for this row", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal("as it was", File.ReadAllText(output));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_no_number_is_damage(float value)
    {
        string changed = ModelText.ChangeLastWeight(files.Table, files.Folder.File("nan.safetensors"), value);
        Cli.Result result = Cli.Run("predict", changed, Samples.Iris);
        RequireOneLine(result, "predict");
        Assert.Contains("with NaN, ∞", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_files_names_and_options_do_not_reach_the_terminal()
    {
        const string escape = "\u001b]0;gone\u0007\u001b[2J\u202e\n";
        string column = files.Folder.Write("escape.csv", $"\"a{escape}\",b\n1,x\n2,y\n3,x\n4,y\n5,x\n6,y\n");
        string model = files.Folder.File("escaped.safetensors");
        string changed = ModelText.Change(files.Table, files.Folder.File("named.safetensors"),
            text => text.Replace("Iris-setosa", "Iris\\u001b[31m\\n\\u202esetosa", StringComparison.Ordinal));
        string unknown = ModelText.Change(files.Table, files.Folder.File("unknown.safetensors"),
            text => With(text, ".architecture", "\"\\u001b[31mlinear\\n\""));
        string[][] commands =
        [
            ["train", column, "--model", model, "--epochs", "1"],
            ["train", column, "--target", $"a{escape}", "--numeric", $"b{escape}", "--model", model], ["train", column, "--loss", escape, "--model", model],
            ["train", column, $"--{escape}"], ["train", $"{escape}.csv", "--model", model], [escape], ["describe", changed],
            ["describe", changed, "--json"], ["describe", unknown], ["describe", $"{escape}"],
            ["predict", changed, column], ["evaluate", changed, Samples.Iris], ["cluster", column, "--clusters", "2", "--model", model],
            ["project", column, "--model", model], ["explain", "--loss", escape, column],
            ["lecture", "show", escape], ["lecture", "verify", "--topic", escape],
            ["lecture", "verify", "--cases",
            files.Folder.Write("cases.json",
            "[{\"id\":\"\\u001b[31m\",\"topic\":\"\\n\\u202e\",\"formula\":\"\\u0007\",\"inputs\":{},\"expected\":1,\"tolerance\":0}]")],
        ];
        foreach (string[] args in commands)
        {
            Cli.Result result = Cli.Run(args);
            string said = (result.Error + (args[0] == "predict" ? "" : result.Output)).Replace("\n", "", StringComparison.Ordinal);
            Assert.True(!said.Any(character => char.IsControl(character) || character is '\u202e'), $"{string.Join(' ', args)}: {said}");
        }
    }

    [Theory]
    [InlineData("\"mse\"", "is for a number, but its target holds several classes")]
    [InlineData("\"half-mse\"", "is for a number, but its target holds several classes")]
    [InlineData("\"hinge\"", "is for two classes, but its target holds several classes")]
    [InlineData("\"binary-cross-entropy\"", "is for two classes, but its target holds several classes")]
    [InlineData("\"cosine\"", "is for target vectors of several numbers, but its target holds several classes")]
    [InlineData("\"cross-entropy:weights=1/2\"", "does not fit its 3 classes")]
    [InlineData("\"cross-entropy:weights=1/2/3/4\"", "does not fit its 3 classes")]
    [InlineData("\"focal:alpha=1/2\"", "does not fit its 3 classes")]
    [InlineData("\"mse:delta=2\"", "loss is none")]
    [InlineData("\"foo\\u001b[31m\"", "loss is 'foo\\u001b[31m', which is no name")]
    public void A_loss_that_is_not_one_of_the_target_is_damage_for_every_command(string loss, string words)
    {
        foreach (string model in (string[])[files.Table, files.Images])
        {
            string changed = ModelText.Change(model, files.Folder.File("loss.safetensors"), text => With(text, ".loss", loss)),
                rows = model == files.Images ? files.Rows : Samples.Iris;
            foreach (string[] args in (string[][])[["describe", changed], ["predict", changed, rows], ["evaluate", changed, rows], ["regions", changed, rows]])
            {
                Cli.Result result = Cli.Run(args);
                RequireOneLine(result, $"{args[0]} {loss}");
                Assert.StartsWith($"error: {changed} is damaged: ", result.Error, StringComparison.Ordinal);
                Assert.Contains(words, result.Error, StringComparison.Ordinal);
                Assert.Contains("from its source again", result.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Losses_of_numbers_and_of_two_classes_belong_to_their_targets_too()
    {
        foreach ((string model, string rows,
            string[] wrong) in ((string, string, string[])[])[(files.Numbers, Samples.Housing, ["cross-entropy", "hinge", "triplet"]),
            (files.TwoImages, files.Rows, ["mse", "focal", "brier"])])
        {
            foreach (string loss in wrong)
            {
                string changed = ModelText.Change(model, files.Folder.File("loss.safetensors"), text => With(text, ".loss", $"\"{loss}\""));
                Cli.Result result = Cli.Run("evaluate", changed, rows);
                RequireOneLine(result, loss);
                Assert.Contains($"is damaged: its loss '{loss}' is for ", result.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_loss_of_a_program_is_told_where_rows_are_to_be_judged()
    {
        string changed = ModelText.Change(files.Table, files.Folder.File("own.safetensors"), text => With(text, ".loss", "\"mine:x=1\""));
        Cli.Good("describe", changed);
        Cli.Good("predict", changed, Samples.Iris);
        Cli.Result result = Cli.Run("evaluate", changed, Samples.Iris);
        RequireOneLine(result, "evaluate");
        Assert.StartsWith($"error: {changed} was trained with the loss 'mine:x=1', which is one of a program's own", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"a\",\"b\",\"c\"]")]
    [InlineData("[\"Iris-setosa\",\"Iris-versicolor\"]")]
    public void Classes_that_are_not_those_of_the_target_are_damage(string classes)
    {
        string changed = ModelText.Change(files.Table, files.Folder.File("classes.safetensors"), text => With(text, ".classes", classes));
        Cli.Result result = Cli.Run("describe", changed);
        RequireOneLine(result, classes);
        Assert.Contains("its classes are not those of its target", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".preprocessing.target.scale", "1.7e308")]
    [InlineData(".preprocessing.target.scale", "1e300")]
    [InlineData(".preprocessing.target.mean", "-1.79e308")]
    public void A_scale_that_nobody_writes_is_damage(string place, string value)
    {
        string changed = ModelText.Change(files.Numbers, files.Folder.File("scale.safetensors"), text => With(text, place, value));
        foreach (string[] args in (string[][])[["describe", changed], ["predict", changed, Samples.Housing], ["evaluate", changed, Samples.Housing]])
        {
            Cli.Result result = Cli.Run(args);
            RequireOneLine(result, args[0]);
            Assert.StartsWith($"error: {changed} is damaged: {place[1..]} is ", result.Error, StringComparison.Ordinal);
            Assert.Contains("which is beyond float32; take the model file from its source again.", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_without_a_kind_are_rows_of_a_table_as_a_program_saves_them()
    {
        foreach (string kind in (string[])["\"knd\":", "\"kind\":null,\"knd\":"])
        {
            string changed = ModelText.Change(files.Table, files.Folder.File("kind.safetensors"),
                text => text.Replace("\"kind\":\"table\"", $"{kind}\"table\"", StringComparison.Ordinal));
            Assert.Equal(Cli.Good("predict", files.Table, Samples.Iris), Cli.Good("predict", changed, Samples.Iris));
        }

        string number = ModelText.Change(files.Table, files.Folder.File("kind.safetensors"),
            text => text.Replace("\"kind\":\"table\"", "\"kind\":7", StringComparison.Ordinal));
        Assert.Equal($"error: {number} is damaged: preprocessing.kind is not a text; take the model file from its source again.\n",
            Cli.Run("describe", number).Error);
    }

    [Fact]
    public void A_long_name_is_shortened_in_notes_and_warnings()
    {
        string name = new('n', 100_000),
            column = files.Folder.Write("long.csv", $"{name},b\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7}.5,{i % 3}\n")));
        Cli.Result result = Cli.Run("train", column, "--epochs", "1", "--model", files.Folder.File("long.safetensors"));
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(result.Error.Split('\n').Max(line => line.Length), 100, 4100);
        result = Cli.Run("train", files.Folder.Write("longer.csv", $"1{name},b\n1,2\n"), "--epochs", "1", "--model", files.Folder.File("long.safetensors"));
        Assert.InRange(result.Error.Split('\n').Max(line => line.Length), 10, 4100);
    }

    [Fact]
    public void A_long_name_is_shortened()
    {
        string name = new('n', 1_000_000);
        Cli.Result result = Cli.Run("train", Samples.Iris, "--target", name, "--model", files.Folder.File("left.safetensors"));
        RequireOneLine(result, "target");
        Assert.InRange(result.Error.Length, 100, 1000);
        RequireOneLine(result = Cli.Run("train", Samples.Iris, $"--{name}"), "option");
        Assert.InRange(result.Error.Length, 100, 5000);
    }

    [Theory]
    [InlineData("[1]", "case 1 is not an object")]
    [InlineData("{}", "must hold a list of cases")]
    [InlineData("[{\"id\":1,\"tolerance\":0,\"expected\":1}]", "'id' is Number, not String")]
    [InlineData("[{\"id\":\"\\ud800\"}]", "not Unicode")]
    [InlineData("[{\"id\":\"a\",\"id\":\"b\"}]", "Duplicate property")]
    [InlineData("[{\"id\":\"a\",\"topic\":\"t\",\"formula\":\"sigmoid\",\"inputs\":{\"x\":[]},\"expected\":1,\"tolerance\":1e999}]", "beyond double precision")]
    public void Cases_of_any_kind_are_wrong_input(string text, string words)
    {
        Cli.Result result = Cli.Run("lecture", "verify", "--cases", files.Folder.Write("wrong.json", text));
        RequireOneLine(result, text);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_input_of_every_case_may_be_of_another_kind()
    {
        JsonArray all = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples.Repository, "src/Myelin.Lecture/Cases/expected.json")))!.AsArray();
        string[] odd = ["null", "true", "-1", "0", "0.5", "1e300", "\"x\"", "\"1/0\"", "[]", "[[]]", "[1]", "[1,2,3,4,5,6,7]", "[[1],[1,2]]", "{}",
            "[null]", "[\"a\"]"];
        foreach (JsonNode? one in all.DistinctBy(one => one!["formula"]!.GetValue<string>()))
        {
            foreach (string field in one!["inputs"]!.AsObject().Select(pair => pair.Key).Append("expected"))
            {
                foreach (string value in odd)
                {
                    JsonNode changed = one.DeepClone();
                    if (field == "expected") changed[field] = JsonNode.Parse(value);
                    else changed["inputs"]![field] = JsonNode.Parse(value);
                    Cli.Result result = Cli.Run("lecture", "verify", "--json", "--cases", files.Folder.Write("one.json", $"[{changed.ToJsonString()}]"));
                    Assert.True(result.ExitCode is 0 or 1 or 2, $"{changed.ToJsonString()}: {result.ExitCode}");
                    if (result.ExitCode == 2) RequireOneLine(result, changed.ToJsonString());
                }
            }
        }
    }

    private static void RequireOneLine(Cli.Result result, string what)
    {
        Assert.True((result.ExitCode, result.Output) == (2, ""), $"{what}: {result.ExitCode}, {result.Output}");
        Assert.True(result.Error.StartsWith("error: ", StringComparison.Ordinal)
            && result.Error.IndexOf('\n', StringComparison.Ordinal) == result.Error.Length - 1, $"{what}: {result.Error}");
    }

    private static IEnumerable<string> Places(JsonNode? node, string path)
    {
        if (path.Length > 0) yield return path;
        if (node is JsonObject fields)
        {
            foreach ((string name, JsonNode? value) in fields)
            {
                foreach (string inner in Places(value, $"{path}.{name}")) yield return inner;
            }
        }
        else if (node is JsonArray { Count: > 0 } items)
        {
            foreach (string inner in Places(items[^1], $"{path}.{items.Count - 1}")) yield return inner;
        }
    }

    private static string With(string text, string place, string value)
    {
        JsonNode root = JsonNode.Parse(text)!, node = root;
        string[] names = place.Split('.')[1..];
        foreach (string name in names[..^1]) node = node is JsonArray ? node[int.Parse(name)]! : node[name]!;
        if (node is JsonArray) node[int.Parse(names[^1])] = JsonNode.Parse(value);
        else node[names[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    /// <summary>Models of each kind of data.</summary>
    public sealed class Files : IDisposable
    {
        public Files()
        {
            Table = Folder.File("table.safetensors");
            Numbers = Folder.File("numbers.safetensors");
            Images = Folder.File("images.safetensors");
            TwoImages = Folder.File("two-images.safetensors");
            Clusters = Folder.File("clusters.safetensors");
            Rows = Samples.WriteImages(Folder, "three", 24, 3);
            Cli.Good("train", Samples.Iris, "--model", Table, "--epochs", "1", "--hidden", "4", "--quiet");
            Cli.Good("train", Samples.Housing, "--model", Numbers, "--epochs", "1", "--hidden", "4", "--quiet");
            Cli.Good("train", Rows, "--model", Images, "--epochs", "1", "--hidden", "4", "--quiet");
            Cli.Good("train", Samples.WriteImages(Folder, "two", 20, 2), "--model", TwoImages, "--epochs", "1", "--hidden", "4", "--quiet");
            Cli.Good("cluster", Samples.Iris, "--model", Clusters, "--quiet");
        }

        internal TemporaryFolder Folder { get; } = new();

        internal string Table { get; }

        internal string Numbers { get; }

        internal string Images { get; }

        internal string TwoImages { get; }

        internal string Clusters { get; }

        internal string Rows { get; }

        internal IEnumerable<string> Models => [Table, Numbers, Images, Clusters];

        public void Dispose() => Folder.Dispose();
    }
}
