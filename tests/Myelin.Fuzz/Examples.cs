namespace Myelin.Fuzz;

/// <summary>The files that inputs begin as: the samples, and models of every kind.</summary>
internal static class Examples
{
    private static readonly string Root = FindRoot();

    /// <summary>The contents of files.</summary>
    /// <param name="folder">A folder, with what lies in it.</param>
    /// <param name="pattern">Which files.</param>
    /// <param name="longest">The most bytes of a file; longer ones are left out.</param>
    internal static byte[][] Files(string folder, string pattern, long longest = 1 << 16)
    {
        byte[][] files = [.. Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => new FileInfo(file).Length <= longest).Select(File.ReadAllBytes)];
        return files.Length > 0 ? files : throw new InvalidOperationException($"There are no files {pattern} in {folder}.");
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Myelin.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The sources do not lie above this program.");
    }
}
