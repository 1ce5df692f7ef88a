using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>Models that earlier versions made, with rows and the predictions of those versions; see <c>Golden/README.md</c>.</summary>
internal static class GoldenModels
{
    private static readonly string Root = Path.Combine(Samples.Repository, "tests", "Myelin.Cli.Tests", "Golden");

    /// <summary>A model that the command made: its path without extension, its weights' hash, its rows, and the options of its predictions.</summary>
    internal sealed record OfCommand(string Path, string WeightsSha256, string Rows, string[] Options)
    {
        /// <summary>The model file.</summary>
        internal string File => $"{Path}.safetensors";
    }

    /// <summary>The command's models of every version, as paths in the folder <c>Golden</c>.</summary>
    public static TheoryData<string> CommandNames => [.. Names("command")];

    /// <summary>The models of every version that C# made, as paths in the folder <c>Golden</c>.</summary>
    public static TheoryData<string> CSharpNames => [.. Names("csharp")];

    /// <summary>The model of a name among <see cref="CommandNames"/>.</summary>
    internal static OfCommand Command(string name)
    {
        string[] words = Line(name);
        return new OfCommand(Path.Combine(Root, name), words[1], Path.Combine(Root, Path.GetDirectoryName(name)!, words[2]), words[3..]);
    }

    /// <summary>The file and the weights' hash of a name among <see cref="CSharpNames"/>.</summary>
    internal static (string Path, string WeightsSha256) CSharp(string name) => (Path.Combine(Root, name), Line(name)[1]);

    /// <summary>The file of every model of a version.</summary>
    /// <param name="version">The version's folder.</param>
    internal static string[] Files(string version) => Directory.GetFiles(Path.Combine(Root, version), "*.safetensors", SearchOption.AllDirectories);

    /// <summary>Rows of float32, as their bits in hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    internal static float[] ReadBits(string path) => File.ReadAllText(path)
        .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(text => BitConverter.UInt32BitsToSingle(Convert.ToUInt32(text, 16)))
        .ToArray();

    private static IEnumerable<string> Names(string maker) =>
        from version in Directory.EnumerateDirectories(Root, "models-*").Order(StringComparer.Ordinal)
        from line in File.ReadLines(Path.Combine(version, maker, "models.txt"))
        select $"{Path.GetFileName(version)}/{maker}/{line.Split(' ')[0]}";

    private static string[] Line(string name) => File.ReadLines(Path.Combine(Root, Path.GetDirectoryName(name)!, "models.txt"))
        .Select(line => line.Split(' '))
        .First(words => words[0] == Path.GetFileName(name));
}
