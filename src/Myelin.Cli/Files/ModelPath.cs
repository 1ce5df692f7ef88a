using Myelin.Models;
using Myelin.Serialization;

namespace Myelin.Cli.Files;

/// <summary>Where a model goes, and whether it may.</summary>
internal static class ModelPath
{
    private const string Extension = ".safetensors";

    private static readonly string[] DataExtensions = [".csv", ".tsv", ".txt", ".data", ".bin"];

    /// <summary>The data file's name with the extension of models, in the current folder.</summary>
    /// <param name="data">The data files.</param>
    /// <param name="suffix">What tells the model from one that predicts a target of the same data.</param>
    internal static string Default(DataFiles data, string suffix = "")
    {
        if (data.IsStandardInput) throw new InvalidInputException("The standard input has no name that the model could take; say where it goes with --model.");
        string name = data.Names.First();
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = Path.GetFileNameWithoutExtension(name);
        if (DataExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)) name = Path.GetFileNameWithoutExtension(name);
        return name + suffix + Extension;
    }

    /// <summary>Checks that a model can be written: into a folder that takes it, over nothing but a model, and over nothing that the command reads.</summary>
    /// <param name="path">Where the model is to go.</param>
    /// <param name="force">Whether other files may be replaced, too.</param>
    /// <param name="read">The files that the command reads.</param>
    internal static void RequireWritable(string path, bool force, IEnumerable<string> read)
    {
        OutputPath.RequireFree("--model", path, read);
        AtomicFile.RequireWritable(path);
        if (!force && File.Exists(path) && !ModelFile.IsModel(path))
            throw new InvalidInputException($"{path} exists and is no model of Myelin; choose another place with --model, or replace it with --force.");
    }

    /// <summary>Saves a model that every command can use; an existing one is replaced by nothing else.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="terminal">Learns that the model is there, whatever happens later.</param>
    /// <exception cref="InvalidInputException">The model could not be used again, or the file cannot be written.</exception>
    /// <exception cref="NonFinitePredictionException">The model predicts nothing of use.</exception>
    internal static void Save(string path, TrainedModel model, Terminal terminal)
    {
        model.Save(path);
        terminal.SavedModel = path;
    }
}
