namespace Myelin.Cli.Tests;

/// <summary>A folder that is gone with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("myelin-").FullName;

    internal string Path => path;

    /// <summary>The names in the folder, in order.</summary>
    internal IEnumerable<string> Names => Directory.GetFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(path, recursive: true);

    internal string File(string name) => System.IO.Path.Combine(path, name);

    /// <summary>Writes a file and gives its path.</summary>
    internal string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }
}
