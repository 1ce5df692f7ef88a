using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Activations;
using Myelin.Initializers;
using Myelin.Layers;
using Myelin.Lecture.Cases;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tables.Encodings;
using Myelin.Tensors;

namespace Myelin.Fuzz;

/// <summary>A member of a family by its text.</summary>
internal sealed class GrammarTarget(string name, IEnumerable<string> examples, Action<string> parse) : Target(name)
{
    private readonly string[] examples = [.. examples];

    internal static IEnumerable<Target> All =>
    [
        new GrammarTarget("activation", ActivationCatalog.All.Names, text => Activation.Parse(text)),
        new GrammarTarget("loss", [.. LossCatalog.All.Names, "huber:delta=2", "focal:gamma=2,alpha=0.2/0.8", "cross-entropy:weights=1/2/3"],
            text => Loss.Parse(text)),
        new GrammarTarget("optimizer", OptimizerCatalog.All.Names, text => Optimizer.Parse(text)),
        new GrammarTarget("penalty", ["ridge:0.1", "lasso:0.1,biases=true", "elastic-net:0.1,ratio=0.5"], text => Penalty.Parse(text)),
        new GrammarTarget("schedule", [.. ScheduleCatalog.All.Names, "cosine-decay:0.1,warm-up=2", "0.01"], text => Schedule.Parse(text)),
        new GrammarTarget("initializer", InitializerCatalog.All.Names, text => Initializer.Parse(text)),
        new GrammarTarget(
            "layers",
            ["linear:8 relu linear:3", "conv:4,3 relu max-pool:2 flatten linear:3", "linear:8 batch-norm prelu:per=channel dropout:0.2 linear:2",
            "flatten linear:16 selu alpha-dropout:0.1 linear:4 l2-normalize", "residual(linear:4 relu linear:4) linear:2"],
            text => LayerCatalog.Build(text, text.Length % 2 == 0 ? new Shape(4) : new Shape(1, 8, 8), new RandomSource(1), largestCount: 1 << 16)),
    ];

    internal override byte[] Make(System.Random random) =>
        Encoding.Unicode.GetBytes(TextEdits.Apply(examples[random.Next(examples.Length)], " :,=/()", random));

    internal override void Read(byte[] input) => parse(Encoding.Unicode.GetString(input));
}

/// <summary>How raw rows become inputs, as a model has saved it.</summary>
internal sealed class PreprocessingTarget() : Target("preprocessing")
{
    private readonly string[] examples =
    [
        .. Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1/command", "*.safetensors").Select(Description).OfType<string>(),
    ];

    internal override byte[] Make(System.Random random) => Encoding.UTF8.GetBytes(JsonEdits.Apply(examples[random.Next(examples.Length)], random));

    // A program may read the text as it likes; what it hands over has not been looked at.
    internal override void Read(byte[] input)
    {
        JsonObject? json;
        try
        {
            json = JsonNode.Parse(input) as JsonObject;
        }
        catch (JsonException)
        {
            return;
        }

        if (json is not null) _ = Preprocessing.FromJson(json);
    }

    private static string? Description(byte[] file)
    {
        SavedModel model = ModelFile.Load(ScratchFile.Write(file, "example.safetensors"));
        return model.Preprocessing is { } json && json.ContainsKey("features") ? json.ToJsonString() : null;
    }
}

/// <summary>Cases of the lecture, a few at a time, and what is recomputed of them.</summary>
internal sealed class CaseTarget() : Target("cases")
{
    private readonly JsonArray[] examples =
        [.. JsonNode.Parse(Examples.Files("src/Myelin.Lecture/Cases", "expected.json", long.MaxValue)[0])!.AsArray().Chunk(2)
        .Select(few => new JsonArray([.. few.Select(one => one!.DeepClone())]))];

    internal override byte[] Make(System.Random random)
    {
        byte[] text = Encoding.UTF8.GetBytes(JsonEdits.Apply(examples[random.Next(examples.Length)].ToJsonString(), random));
        return random.Next(16) == 0 ? ByteEdits.Apply(text, random) : text;
    }

    internal override void Read(byte[] input) => _ = Verification.Run(CaseFile.Read(ScratchFile.Write(input, "cases.json")));
}
