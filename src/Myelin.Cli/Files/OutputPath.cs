using Myelin.Serialization;

namespace Myelin.Cli.Files;

/// <summary>
/// Where results go: over nothing that the command reads, over no other result, and rows over no model. Links count as the files that they lead to.
/// </summary>
internal static class OutputPath
{
    private static readonly StringComparison Comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Checks where rows of results are to go, before any work is done.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="read">The files that the command reads.</param>
    /// <param name="model">The model that the command writes; null for none.</param>
    /// <exception cref="InvalidInputException">The file is one of those, is a model, or cannot be written.</exception>
    internal static void RequireForRows(string option, string path, IEnumerable<string> read, string? model = null)
    {
        RequireFree(option, path, read);
        if (model is not null && AreSame(path, model))
            throw new InvalidInputException($"{option} and --model are both {path}; name another file for the rows.");
        if (ModelFile.IsModel(path)) throw new InvalidInputException($"{option} is {path}, which is a model of Myelin; name another file for the rows.");
        AtomicFile.RequireWritable(path);
    }

    /// <summary>Checks that a result replaces nothing that the command reads.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="read">The files that the command reads.</param>
    /// <exception cref="InvalidInputException">It is one of those, or no name of a file.</exception>
    internal static void RequireFree(string option, string path, IEnumerable<string> read)
    {
        if (path.Length == 0) throw new InvalidInputException($"{option} is empty; name a file.");
        if (path == DataFiles.StandardInput) throw new InvalidInputException($"{option} is '-', which stands for a standard stream; name a file.");
        if (read.Any(input => AreSame(path, input))) throw new InvalidInputException($"{option} is {path}, which the command reads; name another file.");
    }

    private static bool AreSame(string path, string other) =>
        AtomicFile.FileBehind(path) is { } file && string.Equals(file, AtomicFile.FileBehind(other), Comparison);
}
