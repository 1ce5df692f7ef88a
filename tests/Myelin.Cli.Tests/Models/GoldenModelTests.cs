using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Myelin.Data;
using Myelin.Serialization;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>This version reads the models of every earlier one with the same predictions.</summary>
public sealed partial class GoldenModelTests
{
    // The names of version 0.1, frozen: a later member has golden files of its own version.
    private const string Layers = "linear conv pool flatten dropout alpha-dropout batch-norm prelu rrelu l2-normalize residual";
    private const string Activations = "identity sigmoid tanh relu leaky-relu relu6 elu selu scaled-elu approximate-sigmoid step";
    private const string Initializers = "glorot-uniform glorot-normal he-uniform he-normal lecun-uniform lecun-normal";
    private const string Kinds = "network ensemble linear ridge logistic svm k-means principal-components hidden-layer";
    private const string Losses = "mse half-mse rmse mae huber cross-entropy binary-cross-entropy focal binary-focal hinge squared-hinge"
        + " binary-cross-entropy-from-probabilities binary-focal-from-probabilities binary-brier cross-entropy-from-probabilities brier cosine triplet";
    private const string Tasks = "regression binary classes clusters projection";

    public static TheoryData<string> CommandNames => GoldenModels.CommandNames;

    public static TheoryData<string> CSharpNames => GoldenModels.CSharpNames;

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void What_the_command_made_is_read_with_the_same_predictions(string name)
    {
        GoldenModels.OfCommand golden = GoldenModels.Command(name);
        Assert.Equal(File.ReadAllText($"{golden.Path}.predictions.csv"), Cli.Good(["predict", golden.File, golden.Rows, .. golden.Options]));
        Assert.Contains(golden.WeightsSha256, Cli.Good("describe", golden.File), StringComparison.Ordinal);
        JsonNode described = JsonNode.Parse(Cli.Good("describe", golden.File, "--json"))!;
        Assert.Equal(golden.WeightsSha256, (string?)described["weights_sha256"]);
        Cli.Result evaluated = Cli.Run("evaluate", golden.File, golden.Rows, "--json");
        // Hidden layers have no score of their own.
        Assert.Equal((string?)described["training"]?["model_kind"] == "hidden-layer" ? 2 : 0, evaluated.ExitCode);
        if (evaluated.ExitCode == 0) Assert.NotEmpty(JsonNode.Parse(evaluated.Output)!["metrics"]!.AsObject());
    }

    [Theory]
    [MemberData(nameof(CSharpNames))]
    public void What_was_made_in_code_is_read_with_the_same_bits(string name)
    {
        (string path, string hash) = GoldenModels.CSharp(name);
        SavedModel model = ModelFile.Load($"{path}.safetensors");
        Assert.Equal(hash, model.WeightsSha256);
        float[] inputs = GoldenModels.ReadBits($"{path}.inputs.txt");
        AssertSameBits(GoldenModels.ReadBits($"{path}.outputs.txt"), model.Network.Predict(model.InputShape, inputs));
        Assert.Equal(File.Exists($"{path}.csv"), model.Preprocessing is not null);
        if (model.Preprocessing is not null) AssertSameBits(inputs, Encode(Preprocessing.FromJson(model.Preprocessing), $"{path}.csv"));
    }

    [Fact]
    public void What_stands_beside_a_network_comes_back()
    {
        SavedModel model = ModelFile.Load($"{GoldenModels.CSharp("models-0.1/csharp/own-words").Path}.safetensors");
        Assert.Equal(["ä, \"b\"", ""], model.Classes!);
        Assert.Equal(("a-loss-of-my-own:delta=2", ulong.MaxValue), (model.Loss, model.Seed));
        Assert.True(model.Preprocessing is null && model.Training is null);
    }

    [Fact]
    public void The_models_of_version_0_1_hold_every_member_of_every_family()
    {
        SavedModel[] models = [.. GoldenModels.Files("models-0.1").Select(ModelFile.Load)];
        string[] words = [.. models.SelectMany(model => Word().Matches(model.Network.Canonical).Select(match => match.Value)).Distinct()];
        AssertHolds(Layers, words);
        AssertHolds(Activations, words);
        AssertHolds(Initializers, words);
        AssertHolds(Kinds, models.Select(Kind));
        AssertHolds(Losses, models.Select(model => model.Loss.Split(':')[0]));
        AssertHolds(Tasks, models.Select(model => (string?)model.Preprocessing?["target"]?["task"]));
    }

    // Networks alone are trained in epochs, and an ensemble counts its members.
    private static string? Kind(SavedModel model) => model.Training switch
    {
        { } training when training["model_kind"] is { } kind => (string?)kind,
        { } training when training["members"] is not null => "ensemble",
        { } training when training["epochs"] is not null => "network",
        _ => null,
    };

    private static float[] Encode(Preprocessing preprocessing, string path)
    {
        var batch = new Batch();
        TableSource rows = preprocessing.EncodeInputs(CsvTable.Read(path, preprocessing.ReadOptions));
        rows.Fill([.. Enumerable.Range(0, rows.Count)], batch);
        return batch.Inputs.ToArray();
    }

    private static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));

    private static void AssertHolds(string expected, IEnumerable<string?> found) => Assert.Empty(expected.Split(' ').Except(found));

    [GeneratedRegex(@"(?<![\w-])[a-z][\w-]*")]
    private static partial Regex Word();
}
