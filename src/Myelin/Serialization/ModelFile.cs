using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Grammar;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>
/// Models as safetensors files: the weights under their names, which PyTorch reads, and one metadata string <c>myelin</c> with a JSON
/// description. Files of a newer format are refused by name; those of an older one are always read.
/// </summary>
public static class ModelFile
{
    /// <summary>The version that this library writes.</summary>
    public const int FormatVersion = 1;

    private const string MetadataKey = "myelin";

    private static readonly Lock Loading = new();

    /// <summary>Writes a model; the file appears whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidInputException">The file cannot be written, or the network has more layers than <see cref="LayerCatalog"/> reads back.</exception>
    /// <exception cref="NonFiniteWeightException">A weight or a running statistic is NaN or infinite; an existing file stays as it is.</exception>
    public static void Save(string path, SavedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string name, Slot slot) in NamedTensors.Slots(model.Network))
        {
            if (!Finite.All(slot.Span)) throw new NonFiniteWeightException(name);
        }

        string architecture = model.Network.Canonical;
        _ = LayerCatalog.Split(architecture);
        var description = new JsonObject
        {
            ["format_version"] = FormatVersion,
            ["architecture"] = architecture,
            ["input_shape"] = new JsonArray([.. model.InputShape.ToArray().Select(size => (JsonNode)size)]),
            ["loss"] = model.Loss,
            ["classes"] = model.Classes is null ? null : new JsonArray([.. model.Classes.Select(name => (JsonNode)name)]),
            ["seed"] = model.Seed,
            ["preprocessing"] = model.Preprocessing?.DeepClone(),
            ["training"] = model.Training?.DeepClone(),
        };
        var metadata = new Dictionary<string, string> { [MetadataKey] = description.ToJsonString() };
        SafeTensorsFile.Write(path, NamedTensors.Live(model.Network), metadata);
    }

    /// <summary>Whether a file is a model of this library, as far as its header says.</summary>
    /// <param name="path">The file.</param>
    public static bool IsModel(string path)
    {
        try
        {
            using SafeTensorsFile file = SafeTensorsFile.Open(path);
            return file.Metadata.ContainsKey(MetadataKey);
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">No model, torn, of a newer format, weights that do not fit the description, or a network in which a single row needs more memory than the machine has.</exception>
    public static SavedModel Load(string path)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(MetadataKey, out string? text))
            throw new InvalidInputException($"{path} is a safetensors file without a Myelin description; load its weights into a network of your own with {nameof(LoadWeights)}.");
        SavedModel model;
        try
        {
            model = Describe(path, text, file);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidInputException($"{path} has a description that cannot be read: {wrong.Message.ReplaceLineEndings(" ")} Train and save the model again.", wrong);
        }

        NetworkMemory.RequirePrediction(model.Network, model.InputShape, path);
        ReadWeights(path, file, model.Network, rename: null, strict: true);
        return model;
    }

    /// <summary>
    /// Reads weights by name into a network that exists: <c>0.weight</c>, <c>0.bias</c> and so on, as PyTorch names them. All of them, or none where the file does not fit. A network
    /// that serves requests meanwhile may predict with some old and some new weights; load a new one beside it instead, and swap the reference.
    /// </summary>
    /// <param name="path">Any safetensors file.</param>
    /// <param name="network">The network; every parameter and buffer of it must be in the file.</param>
    /// <param name="rename">Turns the network's names into the file's, where they differ.</param>
    /// <param name="strict">Whether to refuse a file with tensors for which the network has no place; false leaves them out.</param>
    /// <exception cref="InvalidInputException">A tensor is missing, has another shape or holds whole numbers; or one is left over. No weight has changed.</exception>
    public static void LoadWeights(string path, Layer network, Func<string, string>? rename = null, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        ReadWeights(path, file, network, rename, strict);
    }

    private static SavedModel Describe(string path, string text, SafeTensorsFile file)
    {
        JsonObject json = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is not an object.");
        int version = Required(json, "format_version").GetValue<int>();
        if (version > FormatVersion)
            throw new InvalidInputException($"{path} has format version {version}, and this program reads versions up to {FormatVersion}; use a newer Myelin.");
        var inputShape = new Shape([.. Required(json, "input_shape").AsArray().Select(size => Present(size).GetValue<int>())]);
        ulong seed = Required(json, "seed").GetValue<ulong>();
        // A network cannot have more weights than the file has bytes, so a description cannot claim memory that the file does not back.
        long largestCount = file.Entries.Sum(entry => entry.ByteLength);
        return new SavedModel
        {
            Network = BuildNetwork(Required(json, "architecture").GetValue<string>(), inputShape, new RandomSource(seed), largestCount),
            InputShape = inputShape,
            Loss = Required(json, "loss").GetValue<string>(),
            Classes = json["classes"]?.AsArray().Select(name => Present(name).GetValue<string>()).ToArray(),
            Seed = seed,
            Preprocessing = json["preprocessing"] as JsonObject,
            Training = json["training"] as JsonObject,
        };
    }

    private static Sequential BuildNetwork(string architecture, Shape inputShape, RandomSource random, long largestCount)
    {
        try
        {
            return LayerCatalog.Build(architecture, inputShape, random, largestCount);
        }
        catch (InvalidInputException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    private static JsonNode Present(JsonNode? item) => item ?? throw new JsonException("a list holds null.");

    private static JsonNode Required(JsonObject json, string key) => json[key] ?? throw new JsonException($"'{key}' is missing.");

    /// <summary>Reads every tensor before the first weight is changed, so that a file that does not fit changes none.</summary>
    private static void ReadWeights(string path, SafeTensorsFile file, Layer network, Func<string, string>? rename, bool strict)
    {
        var read = new List<(Slot Slot, float[] Values)>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Slot slot) in NamedTensors.Slots(network))
        {
            string inFile = rename?.Invoke(name) ?? name;
            SafeTensorsEntry entry = file.Find(inFile)
                ?? throw new InvalidInputException($"{path} has no tensor '{inFile}'{Nearest.Hint(inFile, file.Entries.Select(other => other.Name))}; the network needs it with shape {slot.Shape}.");
            if (entry.Shape != slot.Shape) throw new InvalidInputException($"{path} has the tensor '{inFile}' with shape {entry.Shape}; the network needs {slot.Shape}.");
            var values = new float[slot.Shape.Count];
            file.ReadFloats(inFile, values);
            read.Add((slot, values));
            used.Add(inFile);
        }

        SafeTensorsEntry[] rest = [.. file.Entries.Where(entry => !used.Contains(entry.Name))];
        if (strict && rest.Length > 0)
        {
            string others = rest.Length == 1 ? "" : $" and {rest.Length - 1} more";
            throw new InvalidInputException($"{path} has the tensor '{rest[0].Name}' of shape {rest[0].Shape}{others}, for which the network has no place; it belongs to another network, or load it with strict: false.");
        }

        // Two files loaded at once leave the network with one of them, whole.
        lock (Loading)
        {
            foreach ((Slot slot, float[] values) in read) slot.Overwrite(values);
        }
    }
}
