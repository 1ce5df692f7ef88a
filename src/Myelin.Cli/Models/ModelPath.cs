using Myelin.Cli.Datasets;
using Myelin.Serialization;

namespace Myelin.Cli.Models;

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

    /// <summary>Checks that a model can be written: into a folder that takes it, and over nothing but a model.</summary>
    /// <param name="path">Where the model is to go.</param>
    /// <param name="force">Whether other files may be replaced, too.</param>
    internal static void RequireWritable(string path, bool force)
    {
        if (path.Length == 0) throw new InvalidInputException("--model is empty; name a file.");
        AtomicFile.RequireWritable(path);
        if (!force && File.Exists(path) && !ModelFile.IsModel(path))
            throw new InvalidInputException($"{path} exists and is no model of Myelin; choose another place with --model, or replace it with --force.");
    }
}
