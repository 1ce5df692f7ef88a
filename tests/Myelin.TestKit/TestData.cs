using Xunit;

namespace Myelin.TestKit;

/// <summary>Where tests find files: the repository's own, and the large public data sets that are not in it.</summary>
public static class TestData
{
    private const string Variable = "MYELIN_DATA";

    /// <summary>The repository's root folder, the one that holds Myelin.slnx.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>A file of reference data of this project.</summary>
    public static string Golden(string name) => Path.Combine(RepositoryRoot, "tests", "Myelin.Tests", "Golden", name);

    /// <summary>A small data set of the repository.</summary>
    public static string Sample(string name) => Path.Combine(RepositoryRoot, "samples", name);

    /// <summary>A file of the large data sets, for example <c>mnist/train-images-idx3-ubyte.gz</c>. Skips the test when they are not on this machine.</summary>
    public static string Large(string name)
    {
        string folder = Environment.GetEnvironmentVariable(Variable) ?? Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data"));
        string path = Path.Combine(folder, name);
        if (!File.Exists(path)) Assert.Skip($"{path} is missing; set {Variable} to the folder of the data sets.");
        return path;
    }

    private static string FindRepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Myelin.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Myelin.slnx.");
    }
}
