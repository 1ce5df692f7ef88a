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
    public const int FormatVersion = ModelDescription.FormatVersion;

    private const string MetadataKey = "myelin";

    private static readonly Lock Loading = new();

    /// <summary>
    /// Writes a model; the file appears whole or not at all, and only after it has been loaded again and has predicted a row as the model does. Weights have
    /// the names that they have when it is loaded: a network inside another is written as part of it. What is written into a pipe is not loaded again.
    /// </summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="catalogs">The catalogues that it will be loaded with, where it has members of one's own; by default <see cref="Catalogs.Default"/>.</param>
    /// <exception cref="InvalidInputException">The file cannot be written; or it could not be loaded again, because the network does not take rows of
    /// the input shape, has a layer that the catalogues do not know, has more layers than <see cref="LayerCatalog"/> reads back, or needs a
    /// description beyond 100 million bytes. An existing file stays as it is.</exception>
    /// <exception cref="NonFiniteWeightException">A weight or a running statistic is NaN or infinite; an existing file stays as it is.</exception>
    /// <exception cref="NonFinitePredictionException">The network predicts NaN or ∞ for a row of small numbers; an existing file stays as it is.</exception>
    public static void Save(string path, SavedModel model, Catalogs? catalogs = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string name, Slot slot) in NamedTensors.Slots(model.Network))
        {
            if (!Finite.All(slot.Span)) throw new NonFiniteWeightException(name);
        }

        float[] row = [.. Enumerable.Range(0, model.InputShape.Count).Select(i => ((i % 7) - 3) / 2f)],
            expected = Usable(path, () => model.Network.Predict(model.InputShape, row));
        if (!Finite.All(expected)) throw new NonFinitePredictionException(path);
        string description = ModelDescription.Write(model);
        var metadata = new Dictionary<string, string> { [MetadataKey] = description };
        SafeTensorsFile.Write(path, AsLoaded(path, model.Network, description, catalogs ?? Catalogs.Default), metadata, written =>
        {
            float[] found = Usable(path, () => Load(written, path, catalogs ?? Catalogs.Default).Network.Predict(model.InputShape, row));
            if (!expected.AsSpan().SequenceEqual(found))
                throw new InvalidInputException($"The model would predict otherwise after it is loaded, so {path} is not written; a layer of it "
                    + $"does not save all that it computes with.");
        });
    }

    /// <summary>
    /// A network's tensors under the names that they have when the model is loaded: the description writes networks inside a network as one, so that places are
    /// counted on.
    /// </summary>
    private static IEnumerable<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> AsLoaded(
        string path, Layer network, string description, Catalogs catalogs)
    {
        (string Name, Shape Shape, ReadOnlyMemory<float> Values)[] own = [.. NamedTensors.Live(network)];
        try
        {
            Layer loaded = ModelDescription.Read(path, description, catalogs, own.Sum(tensor => (long)sizeof(float) * tensor.Shape.Count)).Network;
            (string Name, Slot Slot)[] slots = [.. NamedTensors.Slots(loaded)];
            return slots.Select(named => named.Slot.Shape).SequenceEqual(own.Select(tensor => tensor.Shape))
                ? slots.Zip(own, (named, tensor) => (named.Name, tensor.Shape, tensor.Values))
                : own;
        }
        catch (Exception wrong) when (wrong is InvalidInputException or ArgumentException)
        {
            // What cannot be built again is told when the file is loaded again.
            return own;
        }
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
    /// <exception cref="InvalidInputException">No model, torn, of a newer format, a description that is not whole, weights that do not fit it or are
    /// not finite, or a network in which a single row needs more memory than the machine has.</exception>
    public static SavedModel Load(string path) => Load(path, path, Catalogs.Default);

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="catalogs">The catalogues that know the model's layers, activations and loss.</param>
    public static SavedModel Load(string path, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return Load(path, path, catalogs);
    }

    private static SavedModel Load(string path, string name, Catalogs catalogs)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(path, name);
        if (!file.Metadata.TryGetValue(MetadataKey, out string? text))
            throw new InvalidInputException($"{name} is a safetensors file without a Myelin description; give a model that Myelin saved. A program "
                + $"can load its weights into a network of its own with {nameof(ModelFile)}.{nameof(LoadWeights)}.");
        // A network cannot have more weights than the file has bytes, so a description cannot claim memory that the file does not back.
        SavedModel model = ModelDescription.Read(name, text, catalogs, file.Entries.Sum(entry => entry.ByteLength));
        NetworkMemory.RequirePrediction(model.Network, model.InputShape, name);
        ReadWeights(name, file, model.Network, rename: null, strict: true, "take the model file from its source again");
        return model;
    }

    /// <summary>
    /// Reads weights by name into a network that exists: <c>0.weight</c>, <c>0.bias</c> and so on, as PyTorch names them. All of them, or none where
    /// the file does not fit. A network that serves requests meanwhile may predict with some old and some new weights; load a new one beside it
    /// instead, and swap the reference.
    /// </summary>
    /// <param name="path">Any safetensors file.</param>
    /// <param name="network">The network; every parameter and buffer of it must be in the file.</param>
    /// <param name="rename">Turns the network's names into the file's, where they differ.</param>
    /// <param name="strict">Whether to refuse a file with tensors for which the network has no place; false leaves them out.</param>
    /// <exception cref="InvalidInputException">A tensor is missing, has another shape, holds whole numbers, or numbers that are not finite in
    /// float32; or one is left over. No weight has changed.</exception>
    public static void LoadWeights(string path, Layer network, Func<string, string>? rename = null, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        ReadWeights(path, file, network, rename, strict, "it belongs to another network, or load it with strict: false");
    }

    /// <summary>What the model predicts for a row, before or after it is written.</summary>
    private static float[] Usable(string path, Func<float[]> predict)
    {
        try
        {
            return predict();
        }
        catch (Exception wrong) when (wrong is InvalidInputException or ArgumentException)
        {
            throw new InvalidInputException($"The model could not be used again, so {path} is not written: {wrong}", wrong);
        }
    }

    /// <summary>Reads every tensor before the first weight is changed, so that a file that does not fit changes none.</summary>
    private static void ReadWeights(string path, SafeTensorsFile file, Layer network, Func<string, string>? rename, bool strict, string remedy)
    {
        var read = new List<(Slot Slot, float[] Values)>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Slot slot) in NamedTensors.Slots(network))
        {
            string inFile = rename?.Invoke(name) ?? name;
            SafeTensorsEntry entry = file.Find(inFile)
                ?? throw new InvalidInputException($"{path} has no tensor "
                    + $"'{inFile}'{Nearest.Hint(inFile, file.Entries.Select(other => other.Name))}; the network needs it with shape {slot.Shape}.");
            if (entry.Shape != slot.Shape)
                throw new InvalidInputException($"{path} has the tensor '{inFile}' with shape {entry.Shape}; the network needs {slot.Shape}.");
            var values = new float[slot.Shape.Count];
            file.ReadFloats(inFile, values);
            if (!Finite.All(values))
                throw new InvalidInputException($"{path} has the tensor '{inFile}' with NaN, ∞, or a number beyond float32 in it, so the network "
                    + $"would predict nothing of use; take the file from its source again.");
            read.Add((slot, values));
            used.Add(inFile);
        }

        SafeTensorsEntry[] rest = [.. file.Entries.Where(entry => !used.Contains(entry.Name))];
        if (strict && rest.Length > 0)
        {
            string others = rest.Length == 1 ? "" : $" and {rest.Length - 1} more";
            throw new InvalidInputException($"{path} has the tensor '{rest[0].Name}' of shape {rest[0].Shape}{others}, for which the network has "
                + $"no place; {remedy}.");
        }

        // Two files loaded at once leave the network with one of them, whole.
        lock (Loading)
        {
            foreach ((Slot slot, float[] values) in read) slot.Overwrite(values);
        }
    }
}
