using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.Serialization;

/// <summary>Descriptions and weights that no program of ours has written: wrong input when the file is loaded, and nothing later.</summary>
public sealed class HostileModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> WrongFields()
    {
        string[] odd = ["null", "true", "1", "-1", "1.5", "1e300", "\"x\"", "[]", "{}", "[null]", "[[1]]", "[\"x\"]", "[1e30]", "[-1]", "[1,1,1,1,1,1,1,1]"];
        Dictionary<string, string[]> meant = new()
        {
            ["format_version"] = ["1"],
            ["architecture"] = [],
            ["input_shape"] = [],
            ["loss"] = ["\"x\""],
            ["classes"] = ["null", "[]", "[\"x\"]"],
            ["seed"] = ["1"],
            ["preprocessing"] = ["null", "{}"],
            ["training"] = ["null", "{}"],
        };
        var data = new TheoryData<string, string>();
        foreach ((string field, string[] right) in meant)
        {
            foreach (string value in odd.Except(right)) data.Add(field, value);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(WrongFields))]
    public void A_field_of_another_type_is_named(string field, string value)
    {
        string message = Refused(Described(json => json[field] = JsonNode.Parse(value)));
        Assert.True(message.Contains(field, StringComparison.Ordinal) || message.Contains("does not fit", StringComparison.Ordinal)
            || message.Contains("use a newer Myelin", StringComparison.Ordinal), message);
    }

    [Theory]
    [InlineData("""{"format_version":1,"format_version":1}""", "Duplicate property")]
    [InlineData("""{"training":{"a":1,"a":2},"format_version":1}""", "Duplicate property")]
    [InlineData("""{"preprocessing":{"features":[{"kind":"x","kind":"y"}]}}""", "Duplicate property")]
    [InlineData("""{"training":{"a":"\ud800"}}""", "not Unicode")]
    [InlineData("""{"training":{"\udc00x":1}}""", "not Unicode")]
    [InlineData("""{"\ud800":1,"\ud800":1}""", "not Unicode")]
    [InlineData("""{"training":[1e999]}""", "beyond double precision")]
    [InlineData("[1,2]", "not an object")]
    [InlineData("null", "not an object")]
    [InlineData("{", "cannot be read")]
    public void A_description_is_read_whole_when_the_file_is_loaded(string description, string words) =>
        Assert.Contains(words, Refused(WithText(description)), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string deep = new('[', 100_000);
        Assert.Contains("cannot be read", Refused(WithText($"{{\"training\":{deep}")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_shows_control_characters_and_is_bounded()
    {
        string message = Refused(Described(json => json["architecture"] = "\u001b[2J" + new string('x', 100_000)));
        Assert.DoesNotContain(message, char.IsControl);
        Assert.True(message.Length < 2000, $"{message.Length} characters");
        Assert.Contains(@"\u001b[2J", message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_no_numbers_are_refused(float value)
    {
        string path = Saved();
        byte[] bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), value);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("NaN, ∞", Refused(path), StringComparison.Ordinal);
        Sequential network = Model().Network;
        string before = WeightsHash.Compute(NamedTensors.Of(network));
        Assert.Throws<InvalidInputException>(() => ModelFile.LoadWeights(path, network));
        Assert.Equal(before, WeightsHash.Compute(NamedTensors.Of(network)));
    }

    [Fact]
    public void A_model_that_does_not_take_its_rows_replaces_nothing()
    {
        string path = Saved();
        byte[] good = File.ReadAllBytes(path);
        SavedModel wrong = Model() with { InputShape = new Shape(1, 2, 2) };
        Assert.Contains("is not written", Assert.Throws<InvalidInputException>(() => ModelFile.Save(path, wrong)).Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));
        Assert.Equal(["m.safetensors"], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Select(entry => Path.GetFileName(entry)));
    }

    [Fact]
    public void A_model_with_a_layer_that_no_file_knows_replaces_nothing()
    {
        string path = Saved();
        byte[] good = File.ReadAllBytes(path);
        SavedModel wrong = Model() with { Network = new Sequential(new Doubling()), InputShape = new Shape(2) };
        string message = Assert.Throws<InvalidInputException>(() => ModelFile.Save(path, wrong)).Message;
        Assert.Contains("Unknown layer 'doubling'", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".myelin-", message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_model_that_would_predict_otherwise_replaces_nothing()
    {
        string path = Saved();
        byte[] good = File.ReadAllBytes(path);
        SavedModel wrong = Model() with { Network = new Sequential(new CalledRelu()), InputShape = new Shape(3) };
        Assert.Contains("predict otherwise", Assert.Throws<InvalidInputException>(() => ModelFile.Save(path, wrong)).Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("linear:4 leaky-relu linear:2")]
    [InlineData("linear:4 batch-norm tanh linear:4 tanh linear:2")]
    public void A_model_that_predicts_no_numbers_replaces_nothing(string layers)
    {
        string path = Saved();
        byte[] good = File.ReadAllBytes(path);
        Sequential network = Sequential.Build(layers, new Shape(4), new RandomSource(1));
        network.Store.Change(0, static (weights, _) => weights.Fill(3e38f));
        string message = Assert.Throws<NonFinitePredictionException>(() => ModelFile.Save(path, Model() with { Network = network })).Message;
        Assert.Contains($"so {path} is not written", message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("foo\u001b[31m")]
    [InlineData("")]
    [InlineData("mse:delta=2")]
    [InlineData("MSE:delta=2")]
    [InlineData("huber:delta=0")]
    [InlineData("huber:delta=nan")]
    [InlineData("triplet:mining=odd")]
    [InlineData("cross-entropy:weights=1/-1")]
    public void A_loss_that_is_none_is_refused_when_the_file_is_loaded(string loss)
    {
        string message = Refused(Described(json => json["loss"] = loss));
        Assert.Contains("is damaged: loss is ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Theory]
    [InlineData("huber:delta=2")]
    [InlineData("a-loss-of-my-own(2)")]
    public void A_loss_of_the_catalogue_or_of_a_program_is_kept(string loss) => Assert.Equal(loss, ModelFile.Load(Described(json => json["loss"] = loss)).Loss);

    [Theory]
    [InlineData("linear:2", "[0]")]
    [InlineData("linear:2", "[]")]
    [InlineData("pool:2", "[4]")]
    [InlineData("conv:2,3", "[4]")]
    [InlineData("conv:2,3", "[1,0,4]")]
    [InlineData("batch-norm", "[]")]
    [InlineData("prelu:per=channel", "[]")]
    [InlineData("l2-normalize", "[2,2,2]")]
    [InlineData("flatten", "[]")]
    [InlineData("residual(linear:3)", "[4]")]
    [InlineData("", "[4]")]
    [InlineData("relu", "[4]")]
    public void What_commands_show_names_no_parameter_of_a_program(string architecture, string shape)
    {
        string message = Refused(Described(json => (json["architecture"], json["input_shape"]) = (architecture, JsonNode.Parse(shape))));
        foreach (string word in (string[])["Parameter", "Actual value", "strict"]) Assert.DoesNotContain(word, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_absent_is_told_once()
    {
        string path = Described(json => json.Remove("architecture"));
        Assert.Equal($"{path} is damaged: architecture is absent; take the model file from its source again.", Refused(path));
    }

    [Fact]
    public void Tensors_left_over_have_a_remedy_for_whoever_loads_them()
    {
        string path = Described(json => json["architecture"] = "relu");
        Assert.EndsWith("for which the network has no place; take the model file from its source again.", Refused(path), StringComparison.Ordinal);
        Sequential network = Sequential.Build("relu", new Shape(4), new RandomSource(1));
        Assert.EndsWith("or load it with strict: false.", Assert.Throws<InvalidInputException>(() => ModelFile.LoadWeights(path, network)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"a\":[1,]}", "line 2, at byte 8")]
    [InlineData("{\"a\":1,}", "line 1, at byte 8")]
    [InlineData("{/*a*/}", "line 1, at byte 2")]
    [InlineData("{\"a\":1", "line 1, at byte 7")]
    public void What_is_no_json_is_told_in_words_for_people(string text, string place)
    {
        string message = Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(text)).Message;
        Assert.EndsWith($"It is in {place}.", message, StringComparison.Ordinal);
        foreach (string word in (string[])["options", "LineNumber", "mode"]) Assert.DoesNotContain(word, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_that_could_not_be_read_again_is_not_written()
    {
        string path = Saved();
        byte[] good = File.ReadAllBytes(path);
        SavedModel wrong = Model() with { Training = new JsonObject { ["notes"] = new string('x', 100_000_001) } };
        Assert.Contains("has room for 100000000", Assert.Throws<InvalidInputException>(() => ModelFile.Save(path, wrong)).Message, StringComparison.Ordinal);
        // Quotation marks take two bytes where the header holds them.
        wrong = Model() with { Training = new JsonObject { ["notes"] = new string('\\', 30_000_000) } };
        Assert.Contains("has room for 100000000", Assert.Throws<InvalidInputException>(() => ModelFile.Save(path, wrong)).Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void Strict_json_looks_at_what_others_have_read()
    {
        StrictJson.Require(null);
        StrictJson.Require(new JsonObject { ["a"] = new JsonArray(1, "x", null) });
        Assert.Throws<JsonException>(() => StrictJson.Require(JsonNode.Parse("""{"a":{"b":1,"b":2}}""")));
        Assert.Throws<JsonException>(() => StrictJson.Require(JsonNode.Parse("""["\ud800"]""")));
        Assert.Throws<JsonException>(() => StrictJson.Require(JsonNode.Parse("""[{"\ud800":1}]""")));
        Assert.Throws<JsonException>(() => StrictJson.Require(JsonNode.Parse("[-1e999]")));
    }

    private static SavedModel Model() =>
        new() { Network = Sequential.Build("linear:4 relu linear:2", new Shape(4), new RandomSource(1)), InputShape = new Shape(4), Loss = "mse", Seed = 1 };

    private string Saved()
    {
        string path = folder.File("m.safetensors");
        ModelFile.Save(path, Model());
        return path;
    }

    private string Described(Action<JsonObject> change)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(Saved());
        JsonObject json = JsonNode.Parse(file.Metadata["myelin"])!.AsObject();
        change(json);
        return WithText(json.ToJsonString());
    }

    private string WithText(string description)
    {
        string path = folder.File("changed.safetensors");
        SafeTensorsFile.Write(path, NamedTensors.Of(Model().Network), new Dictionary<string, string> { ["myelin"] = description });
        return path;
    }

    private static string Refused(string path) => Assert.Throws<InvalidInputException>(() => ModelFile.Load(path)).Message;

    private sealed class Doubling : Layer
    {
        public override string Canonical => "doubling";

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => 2 * x;
    }

    /// <summary>Says of itself that it is another layer.</summary>
    private sealed class CalledRelu : Layer
    {
        public override string Canonical => "relu";

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => 2 * x;
    }
}
