namespace Myelin.Fuzz;

/// <summary>The file that a reader is given, in a folder of this process.</summary>
internal static class ScratchFile
{
    internal static readonly string Folder = Directory.CreateTempSubdirectory("myelin-fuzz-").FullName;

    internal static string Write(byte[] content, string name)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
