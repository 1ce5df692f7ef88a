using Xunit;

namespace Myelin.Tables.Tests;

/// <summary>The real data sets: in the folder that MYELIN_DATA names, by default ../shared/data beside the repository.</summary>
internal static class SharedData
{
    /// <summary>A file's path; the test is skipped where the data is absent.</summary>
    internal static string Path(string file)
    {
        string folder = Environment.GetEnvironmentVariable("MYELIN_DATA") ?? System.IO.Path.Combine(Repository(), "..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(folder), $"There is no folder {folder}; set MYELIN_DATA to the data sets.");
        return System.IO.Path.Combine(folder, file);
    }

    internal static string Sample(string file) => System.IO.Path.Combine(Repository(), "samples", file);

    /// <summary>The repository's root folder.</summary>
    internal static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Myelin.slnx"))) folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
