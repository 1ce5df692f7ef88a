using Myelin.Data;
using Myelin.Models.Datasets;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Reading;

namespace Myelin.Cli.Files;

/// <summary>Files that hold rows, or the standard input.</summary>
internal sealed class DataFiles
{
    /// <summary>What stands for the standard input among the arguments.</summary>
    internal const string StandardInput = "-";

    private readonly Func<Stream> openInput;

    internal DataFiles(IReadOnlyList<string> paths, Terminal terminal)
    {
        if (paths.Count > 1 && paths.Contains(StandardInput))
            throw new InvalidInputException("'-', the standard input, cannot stand beside files; give one or the other.");
        if (paths.Any(string.IsNullOrWhiteSpace)) throw new InvalidInputException("A data file's name is empty; give a file.");
        (Paths, openInput) = (paths, terminal.OpenInput);
        HoldImages = !IsStandardInput && MayHoldImages(paths[0]) && ImageFiles.Recognizes(paths[0]);
    }

    /// <summary>The paths as they were given.</summary>
    internal IReadOnlyList<string> Paths { get; }

    /// <summary>All files that are read, those with the labels of images and that behind the standard input included.</summary>
    internal IEnumerable<string> FilesRead =>
        IsStandardInput ? ["/dev/stdin"] : HoldImages ? [.. Paths, .. Paths.Select(IdxFile.LabelsPath).OfType<string>()] : Paths;

    /// <summary>Whether the first file holds images by its content; all files must then.</summary>
    internal bool HoldImages { get; }

    /// <summary>Whether rows come from the standard input.</summary>
    internal bool IsStandardInput => Paths is [StandardInput];

    /// <summary>The files' names without their folders.</summary>
    internal IEnumerable<string> Names => IsStandardInput ? ["standard input"] : Paths.Select(path => Path.GetFileName(path));

    /// <summary>The rows, as a model learns from them or predicts them.</summary>
    /// <param name="options">What is known of the columns of a table.</param>
    /// <param name="task">What the labels of images are.</param>
    internal Dataset Rows(TableOptions? options = null, TaskKind? task = null)
    {
        if (HoldImages) return Dataset.FromImages(Paths, task);
        return IsStandardInput ? Dataset.FromCsv(openInput(), "standard input", options: options) : Dataset.FromCsv(Paths, options: options);
    }

    internal Table ReadTable(TableOptions options) =>
        IsStandardInput ? CsvTable.Read(openInput(), "standard input", options) : CsvTable.Read(Paths, options);

    // A pipe given as a file, such as /dev/fd/63, can be read only once and so is not looked into.
    private static bool MayHoldImages(string path) =>
        !path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/proc/", StringComparison.Ordinal)
        && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);
}
