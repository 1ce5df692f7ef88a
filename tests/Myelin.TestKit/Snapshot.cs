using System.Reflection;
using Xunit;

namespace Myelin.TestKit;

/// <summary>
/// Compares text with a file of the test project that is running. With the environment variable MYELIN_SNAPSHOTS=write the files are written anew, to
/// be looked at and committed.
/// </summary>
public static class Snapshot
{
    private const string Switch = "MYELIN_SNAPSHOTS";

    public static void Check(string name, string text)
    {
        string project = Assembly.GetEntryAssembly()!.GetName().Name!, file = $"tests/{project}/Snapshots/{name}.verified.txt";
        string path = Path.Combine(TestData.RepositoryRoot, file);
        if (Environment.GetEnvironmentVariable(Switch) == "write") File.WriteAllText(path, text);
        string[] expected = Lines(File.Exists(path) ? File.ReadAllText(path) : ""), actual = Lines(text);
        int line = Enumerable.Range(0, Math.Max(expected.Length, actual.Length)).FirstOrDefault(i => At(expected, i) != At(actual, i), -1);
        Assert.True(line < 0,
            $"{file} differs from line {line + 1} on:\n- {At(expected, line)}\n+ {At(actual, line)}\nIf that is meant, run the test with "
                + $"{Switch}=write and commit the file.");
    }

    private static string[] Lines(string text) => text.Split('\n');

    private static string? At(string[] lines, int index) => index >= 0 && index < lines.Length ? lines[index] : null;
}
