using System.Text.Json.Nodes;
using Myelin.Activations;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Serialization;

public sealed class ModelFileTests : IDisposable
{
    private static readonly Shape Input = new(3);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everything_that_is_saved_comes_back()
    {
        SavedModel model = Model() with
        {
            Classes = ["a", "b, \"c\" 'ä'"],
            Seed = ulong.MaxValue,
            Preprocessing = new JsonObject { ["columns"] = new JsonArray("x", "y") },
            Training = new JsonObject { ["epochs"] = 3 },
        };
        string path = folder.File("m.safetensors");
        ModelFile.Save(path, model);
        SavedModel loaded = ModelFile.Load(path);
        Assert.Equal(model.Network.Canonical, loaded.Network.Canonical);
        Assert.Equal((model.InputShape, model.Loss, model.Seed), (loaded.InputShape, loaded.Loss, loaded.Seed));
        Assert.Equal(model.Classes, loaded.Classes);
        Assert.Equal(model.Preprocessing!.ToJsonString(), loaded.Preprocessing!.ToJsonString());
        Assert.Equal(model.Training!.ToJsonString(), loaded.Training!.ToJsonString());
        Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        float[] rows = Samples.Make(30, 1);
        Assert.Equal(model.Network.Predict(Input, rows), loaded.Network.Predict(Input, rows));
        Assert.True(ModelFile.IsModel(path));
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        Assert.Equal(["0.bias", "0.weight", "2.bias", "2.running_mean", "2.running_var", "2.weight", "3.bias", "3.weight"],
            file.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public void What_need_not_be_known_may_be_absent()
    {
        string path = folder.File("m.safetensors");
        ModelFile.Save(path, Model());
        SavedModel loaded = ModelFile.Load(path);
        Assert.True(loaded.Classes is null && loaded.Preprocessing is null && loaded.Training is null);
    }

    [Fact]
    public void Other_files_are_no_models()
    {
        Assert.False(ModelFile.IsModel(folder.File("absent")));
        Assert.False(ModelFile.IsModel(folder.Write("text", "hello, world"u8.ToArray())));
        string plain = folder.File("plain.safetensors");
        SafeTensorsFile.Write(plain, NamedTensors.Of(Model().Network));
        Assert.False(ModelFile.IsModel(plain));
        Assert.Contains("without a Myelin description", Refused(plain), StringComparison.Ordinal);
        Assert.Contains("absent", Refused(folder.File("absent")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_file_is_refused_wherever_it_was_cut()
    {
        byte[] bytes = Bytes();
        for (int length = 0; length < bytes.Length; length += 7) Refused(folder.Write("cut", bytes[..length]));
        Refused(folder.Write("long", [.. bytes, 0]));
    }

    [Fact]
    public void A_newer_format_is_refused_by_name()
    {
        string message = Refused(Described(json => json["format_version"] = ModelFile.FormatVersion + 1));
        Assert.Contains($"format version {ModelFile.FormatVersion + 1}", message, StringComparison.Ordinal);
        Assert.Contains("newer Myelin", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("architecture", "\"linear:1000000 linear:1000000\"")]
    [InlineData("architecture", "\"residual(linear:1048576 linear:3)\"")]
    [InlineData("architecture", "\"linear:100 linear:100 linear:100 linear:100 linear:100\"")]
    [InlineData("architecture", "\"conv:1000000,255\"")]
    [InlineData("architecture", "\"linear:2\"")]
    [InlineData("architecture", "\"linear:5 relu batch-norm linear:3\"")]
    [InlineData("architecture", "\"nonsense\"")]
    [InlineData("architecture", "\"((((((((((\"")]
    [InlineData("architecture", "17")]
    [InlineData("architecture", "null")]
    [InlineData("input_shape", "[2000000000]")]
    [InlineData("input_shape", "[100000, 100000]")]
    [InlineData("input_shape", "[0]")]
    [InlineData("input_shape", "[-3]")]
    [InlineData("input_shape", "[3.5]")]
    [InlineData("input_shape", "[null]")]
    [InlineData("input_shape", "[1, 1, 1, 1, 1, 1, 1]")]
    [InlineData("input_shape", "{}")]
    [InlineData("input_shape", "[]")]
    [InlineData("classes", "[null]")]
    [InlineData("classes", "[1]")]
    [InlineData("classes", "7")]
    [InlineData("loss", "null")]
    [InlineData("seed", "-1")]
    [InlineData("format_version", "\"1\"")]
    [InlineData("format_version", "99999999999")]
    public void A_description_that_lies_is_refused_without_taking_memory(string key, string value)
    {
        string path = Described(json => json[key] = JsonNode.Parse(value));
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refused(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalisation_of_two_thousand_million_channels_is_refused_without_taking_memory()
    {
        string path = Described(json => (json["architecture"], json["input_shape"]) = ("batch-norm", new JsonArray(2_000_000_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_network_in_which_a_row_takes_more_than_any_machine_has_is_refused()
    {
        // 9,001 times 6.4 GB.
        string path =
            Described(json =>
            (json["architecture"], json["input_shape"]) = (string.Concat(Enumerable.Repeat("relu ", 9_000)), new JsonArray(1, 40_000, 40_000)));
        string message = Refused(path);
        Assert.StartsWith($"{path} has a network in which a single row takes 54937744 MiB, and ", message, StringComparison.Ordinal);
        Assert.EndsWith("; use a machine with more memory, or train a network with fewer or smaller layers.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_layers_than_are_read_back_are_neither_written_nor_read()
    {
        string path = Described(json => json["architecture"] = string.Concat(Enumerable.Repeat("relu ", 400_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refused(path);
        // The file's header alone has 2 MB, which are read as bytes and as text.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.StartsWith($"{path} is damaged: architecture describes no network: The layers 'relu relu", message, StringComparison.Ordinal);
        Assert.Contains("are more than 10000", message, StringComparison.Ordinal);

        SavedModel model = Model() with { Network = new Sequential([.. Enumerable.Range(0, LayerCatalog.MostLayers + 1).Select(_ => new Flatten())]) };
        string absent = folder.File("absent.safetensors");
        Assert.Contains("are more than 10000", Assert.Throws<InvalidInputException>(() => ModelFile.Save(absent, model)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(absent));
    }

    [Fact]
    public void A_description_that_is_no_object_is_refused()
    {
        foreach (string text in (string[])["", "[]", "3", "{", "null", "{}", "{\"format_version\":1,\"format_version\":1}"])
        {
            string path = folder.File("m.safetensors");
            SafeTensorsFile.Write(path, NamedTensors.Of(Model().Network), new Dictionary<string, string> { ["myelin"] = text });
            Assert.StartsWith(path, Refused(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_flipped_byte_gives_a_model_or_wrong_input()
    {
        byte[] bytes = Bytes();
        string path = folder.File("flipped");
        int refused = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte mask in (byte[])[0x01, 0x20, 0x80])
            {
                bytes[i] ^= mask;
                File.WriteAllBytes(path, bytes);
                bytes[i] ^= mask;
                try
                {
                    ModelFile.Load(path);
                }
                catch (InvalidInputException wrong)
                {
                    refused++;
                    Assert.DoesNotContain('\n', wrong.Message);
                }
            }
        }

        Assert.InRange(refused, bytes.Length / 3, 3 * bytes.Length);
    }

    [Fact]
    public void Weights_load_by_name_into_a_network_of_the_users_own()
    {
        SavedModel model = Model();
        string path = folder.File("w.safetensors");
        SafeTensorsFile.Write(path, NamedTensors.Of(model.Network).Select(tensor => ("net." + tensor.Name, tensor.Shape, tensor.Values)));
        Sequential other = Sequential.Build(model.Network.Canonical, Input, new RandomSource(77));
        float[] rows = Samples.Make(30, 1);
        Assert.NotEqual(model.Network.Predict(Input, rows), other.Predict(Input, rows));
        ModelFile.LoadWeights(path, other, name => "net." + name);
        Assert.Equal(model.Network.Predict(Input, rows), other.Predict(Input, rows));

        string missing = Assert.Throws<InvalidInputException>(() => ModelFile.LoadWeights(path, other, name => "nat." + name)).Message;
        Assert.Contains("'nat.0.weight' (did you mean 'net.0.weight'?)", missing, StringComparison.Ordinal);
        Sequential wider = Sequential.Build("linear:5 tanh", Input, new RandomSource(1));
        string shape = Assert.Throws<InvalidInputException>(() => ModelFile.LoadWeights(path, wider, name => "net." + name)).Message;
        Assert.Contains("[4, 3]", shape, StringComparison.Ordinal);
        Assert.Contains("[5, 3]", shape, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_load_whole_or_not_at_all()
    {
        Sequential network = Sequential.Build("linear:4 tanh linear:2 batch-norm", Input, new RandomSource(7)),
            source = Sequential.Build("linear:4 tanh linear:2 batch-norm", Input, new RandomSource(8));
        var good = NamedTensors.Of(source).ToArray();
        float[] row = Samples.Make(3, 1), before = network.Predict(Input, row);
        string hash = WeightsHash.Compute(NamedTensors.Of(network));
        // Each tensor absent in turn, one too many, of another shape, or of whole numbers: the others have been read by then, or not.
        var wrong = good.Select((_, i) => good.Where((_, j) => j != i).ToArray()).ToList();
        wrong.Add([.. good, ("9.weight", new Shape(2), new float[2])]);
        wrong.Add([.. good.Select(tensor => tensor.Name == "3.running_var" ? (tensor.Name, new Shape(1, 2), tensor.Values) : tensor)]);
        foreach (var tensors in wrong)
        {
            string path = folder.File("w.safetensors");
            SafeTensorsFile.Write(path, tensors);
            Assert.Throws<InvalidInputException>(() => ModelFile.LoadWeights(path, network));
            Assert.Equal(hash, WeightsHash.Compute(NamedTensors.Of(network)));
            Assert.Equal(before, network.Predict(Input, row));
        }

        string more = folder.File("more.safetensors");
        SafeTensorsFile.Write(more, [.. good, ("8.bias", new Shape(2), new float[2]), ("9.weight", new Shape(2), new float[2])]);
        Assert.Contains("'8.bias' of shape [2] and 1 more, for which the network has no place",
            Assert.Throws<InvalidInputException>(() => ModelFile.LoadWeights(more, network)).Message, StringComparison.Ordinal);
        ModelFile.LoadWeights(more, network, strict: false);
        Assert.Equal(source.Predict(Input, row), network.Predict(Input, row));
    }

    [Fact]
    public void A_model_with_tensors_that_its_description_does_not_name_is_refused()
    {
        string path = folder.File("m.safetensors"), more = folder.File("more.safetensors");
        SavedModel model = Model();
        ModelFile.Save(path, model);
        Dictionary<string, string> metadata;
        using (SafeTensorsFile file = SafeTensorsFile.Open(path)) metadata = new(file.Metadata);
        SafeTensorsFile.Write(more, [.. NamedTensors.Of(model.Network), ("9.weight", new Shape(2), new float[2])], metadata);
        Assert.Contains("'9.weight'", Assert.Throws<InvalidInputException>(() => ModelFile.Load(more)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_tensors_stay_as_they_were_when_the_network_goes_on()
    {
        SavedModel model = Model();
        var kept = NamedTensors.Of(model.Network).ToArray();
        string before = WeightsHash.Compute(kept);
        model.Network.Store.Change(0, static (weights, _) => weights.Fill(3));
        Assert.Equal(before, WeightsHash.Compute(kept));
        Assert.NotEqual(before, model.WeightsSha256);
    }

    [Fact]
    public void A_network_that_another_framework_trained_on_mnist_scores_what_its_authors_state()
    {
        string weights = TestData.Large("models/mnist-mlp.safetensors"), images = TestData.Large("mnist/t10k-images-idx3-ubyte.gz");
        ImageSource test = ImageFiles.Open([images], labelsRequired: true);
        Sequential network = Sequential.Build("flatten linear:512 relu linear:128 relu linear:32 relu linear:10", test.InputShape, new RandomSource(1));
        ModelFile.LoadWeights(weights, network, name => name.Split('.') switch
        {
            ["1", var kind] => $"0.0.{kind}",
            ["3", var kind] => $"1.0.{kind}",
            ["5", var kind] => $"2.0.{kind}",
            [_, var kind] => $"3.{kind}",
            _ => name,
        });
        var batch = new Batch();
        test.Fill([.. Enumerable.Range(0, test.Count)], batch);
        float[] logits = network.Predict(test.InputShape, batch.Inputs);
        int right = Enumerable.Range(0, test.Count).Count(row => ArgMax.Of(logits.AsSpan(row * 10, 10)) == batch.Labels[row]);
        Assert.Equal((10_000, 9_849), (test.Count, right));
    }

    [Theory]
    [InlineData(0, "0.bias", "0.weight", "1.bias", "1.weight")]
    [InlineData(1, "0.bias", "0.weight", "1.bias", "1.weight")]
    [InlineData(2, "0.bias", "0.weight", "2.bias", "2.running_mean", "2.running_var", "2.weight", "3.inner.0.bias", "3.inner.0.weight")]
    public void Networks_inside_a_network_are_saved_as_one(int kind, params string[] names)
    {
        var random = new RandomSource(1);
        Sequential network = kind switch
        {
            0 => new(new Sequential(new Linear(3, 3, random)), new Linear(3, 2, random)),
            1 => new(new Linear(3, 3, random), new ActivationLayer(Activation.Identity), new Linear(3, 2, random)),
            _ => new(new Sequential(new Linear(3, 2, random), new Sequential(new ActivationLayer(Activation.Of(default(Relu))), new BatchNorm(2))),
                new Residual(new Sequential(new Sequential(new Linear(2, 2, random))))),
        };
        foreach (LayerBuffer buffer in network.Buffers) buffer.Span.Fill(0.5f);
        string path = folder.File("m.safetensors");
        ModelFile.Save(path, Model() with { Network = network });
        float[] rows = Samples.Make(30, 1);
        Assert.Equal(network.Predict(Input, rows), ModelFile.Load(path).Network.Predict(Input, rows));
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        Assert.Equal(names, file.Entries.Select(entry => entry.Name));
    }

    private static SavedModel Model() => new()
    {
        Network = Sequential.Build("linear:4 tanh batch-norm linear:2", Input, new RandomSource(3)),
        InputShape = Input,
        Loss = "cross-entropy",
        Seed = 3,
    };

    private byte[] Bytes()
    {
        ModelFile.Save(folder.File("m.safetensors"), Model());
        return File.ReadAllBytes(folder.File("m.safetensors"));
    }

    /// <summary>A model file whose description was changed.</summary>
    private string Described(Action<JsonObject> change)
    {
        _ = Bytes();
        JsonObject json;
        using (SafeTensorsFile file = SafeTensorsFile.Open(folder.File("m.safetensors"))) json = JsonNode.Parse(file.Metadata["myelin"])!.AsObject();
        change(json);
        string path = folder.File("changed.safetensors");
        SafeTensorsFile.Write(path, NamedTensors.Of(Model().Network), new Dictionary<string, string> { ["myelin"] = json.ToJsonString() });
        return path;
    }

    private static string Refused(string path)
    {
        string message = Assert.Throws<InvalidInputException>(() => ModelFile.Load(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
