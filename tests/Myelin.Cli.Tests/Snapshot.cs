using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>Compares text with a file of the repository. With the environment variable MYELIN_SNAPSHOTS=write the files are written anew, to be looked at and committed.</summary>
internal static class Snapshot
{
    internal static void Check(string name, string text)
    {
        string path = Path.Combine(Samples.Repository, "tests", "Myelin.Cli.Tests", "Snapshots", $"{name}.verified.txt");
        if (Environment.GetEnvironmentVariable("MYELIN_SNAPSHOTS") == "write") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
