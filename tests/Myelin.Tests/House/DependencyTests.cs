using System.Text.RegularExpressions;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.House;

/// <summary>Rules of the house that no compiler knows, read from the sources.</summary>
public sealed partial class DependencyTests
{
    private const int LongestFile = 400, MostFiles = 25, LongestLine = 160;

    /// <summary>The folders of the library in layers: a folder knows those of its own layer and of the layers before it.</summary>
    private static readonly string[][] Layers =
    [
        ["Grammar", "Functions"],
        ["Random"],
        ["Kernels"],
        ["Tensors", "Autograd"],
        ["Operations"],
        ["Activations", "Losses", "Initializers"],
        ["Layers"],
        ["Optimizers", "Schedules", "Penalties", "Metrics", "Data"],
        ["Training", "Serialization"],
        ["Analysis", "Ensembles"],
    ];

    /// <summary>The folders of other projects, likewise. Files that lie in no folder may know all of them, and all may know those.</summary>
    public static TheoryData<string, string[][]> OtherProjects => new()
    {
        { "Myelin.Reference", [["Twins"], ["Functions"], ["Replays"]] },
        { "Myelin.Tables", [["Columns"], ["Reading", "Encodings", "Splits"]] },
        { "Myelin.Models", [["Predictions"], ["Datasets"], ["Evaluations"], ["Recipes", "Runs"]] },
        { "Myelin.Reports", [["Cells"], ["Json", "Text", "Sections"]] },
        { "Myelin.Lecture", [["Texts", "Cases"], ["Topics", "Snippets"]] },
        { "Myelin.Cli", [["Files"], ["Options"], ["Reports"], ["Commands"]] },
    };

    /// <summary>Files that may be longer than the rule, with the reason.</summary>
    private static readonly Dictionary<string, string> MayBeLong = [];

    /// <summary>Files that know folders above their own, with the reason.</summary>
    private static readonly Dictionary<string, string> MayLookUp = new()
    {
        ["Tensors/Tensor.Arithmetic.cs"] = Members,
        ["Tensors/Tensor.Functions.cs"] = Members,
        ["Tensors/Tensor.Reductions.cs"] = Members,
        ["Tensors/Tensor.Shapes.cs"] = Members,
    };

    private const string Members = "operations are members of the tensor, since F# and Visual Basic see no operators declared elsewhere";

    [Fact]
    public void Folders_of_the_library_depend_one_way()
    {
        string[] folders = [.. Layers.SelectMany(layer => layer)];
        string library = Path.Combine(TestData.RepositoryRoot, "src", "Myelin");
        foreach (string file in Sources(library))
        {
            string folder = Path.GetRelativePath(library, file).Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : "";
            if (folder.Length == 0) continue;
            Assert.True(folders.Contains(folder), $"{file}: the folder {folder} has no layer; give it one here and in ARCHITECTURE.md.");
            if (MayLookUp.ContainsKey(Path.GetRelativePath(library, file).Replace(Path.DirectorySeparatorChar, '/'))) continue;
            int own = LayerOf(folder);
            foreach (string used in UsingDirective().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
                Assert.True(LayerOf(used) <= own, $"{Path.GetRelativePath(TestData.RepositoryRoot, file)} uses Myelin.{used}, which stands above {folder}.");
        }
    }

    [Theory]
    [MemberData(nameof(OtherProjects))]
    public void Folders_of_other_projects_depend_one_way(string project, string[][] layers)
    {
        string root = Path.Combine(TestData.RepositoryRoot, "src", project);
        int Layer(string folder) => Array.FindIndex(layers, layer => layer.Contains(folder));
        var directive = new Regex($@"^using {Regex.Escape(project)}\.(\w+)", RegexOptions.Multiline);
        foreach (string file in Sources(root))
        {
            if (Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is not [var folder, _, ..]) continue;
            Assert.True(Layer(folder) >= 0, $"{file}: the folder {folder} has no layer; give it one here and in ARCHITECTURE.md.");
            foreach (string used in directive.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
                Assert.True(Layer(used) >= 0 && Layer(used) <= Layer(folder),
                    $"{Path.GetRelativePath(TestData.RepositoryRoot, file)} uses {project}.{used}, which stands above {folder}.");
        }
    }

    [Fact]
    public void Kernels_are_the_librarys_own()
    {
        foreach (string root in (string[])["src", "examples"])
        {
            foreach (string file in Sources(Path.Combine(TestData.RepositoryRoot, root)))
            {
                bool isLibrary = Path.GetRelativePath(TestData.RepositoryRoot, file)
                    .StartsWith(Path.Combine("src", "Myelin") + Path.DirectorySeparatorChar, StringComparison.Ordinal);
                Assert.False(!isLibrary && File.ReadAllText(file).Contains("Myelin.Kernels", StringComparison.Ordinal),
                    $"{file} names Myelin.Kernels, which is internal to the library.");
            }
        }
    }

    [Fact]
    public void Every_project_with_folders_has_its_layers_here()
    {
        string[] known = [.. OtherProjects.Select(row => row.Data.Item1), "Myelin"];
        foreach (string project in Directory.GetDirectories(Path.Combine(TestData.RepositoryRoot, "src")))
        {
            bool hasFolders = Sources(project).Any(file => Path.GetRelativePath(project, file).Contains(Path.DirectorySeparatorChar));
            Assert.True(!hasFolders || known.Contains(Path.GetFileName(project)), $"{project} has folders; state their layers here.");
        }
    }

    [Fact]
    public void The_lowest_folders_know_no_other()
    {
        string library = Path.Combine(TestData.RepositoryRoot, "src", "Myelin");
        foreach (string folder in Layers[0])
        {
            foreach (string file in Sources(Path.Combine(library, folder)))
                Assert.All(UsingDirective().Matches(File.ReadAllText(file)), match => Assert.Equal(folder, match.Groups[1].Value));
        }
    }

    [Fact]
    public void Namespaces_are_the_project_and_its_first_folder()
    {
        string sources = Path.Combine(TestData.RepositoryRoot, "src");
        foreach (string file in Sources(sources))
        {
            string expected = string.Join('.', Path.GetRelativePath(sources, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar).Take(2));
            Match found = NamespaceDirective().Match(File.ReadAllText(file));
            if (found.Success) Assert.Equal((file, expected), (file, found.Groups[1].Value));
        }
    }

    [Fact]
    public void No_file_is_longer_than_the_rule_without_a_reason()
    {
        foreach (string folder in (string[])["src", "tests"])
        {
            foreach (string file in Sources(Path.Combine(TestData.RepositoryRoot, folder)))
            {
                string name = Path.GetRelativePath(TestData.RepositoryRoot, file).Replace(Path.DirectorySeparatorChar, '/');
                int lines = File.ReadLines(file).Count();
                Assert.True(lines <= LongestFile != MayBeLong.ContainsKey(name), $"{name} has {lines} lines; split it by concept, or state the reason here.");
            }
        }
    }

    [Fact]
    public void No_line_is_longer_than_a_screen()
    {
        foreach (string folder in (string[])["src", "tests"])
        {
            foreach (string file in Sources(Path.Combine(TestData.RepositoryRoot, folder)))
                Assert.All(File.ReadLines(file).Index(),
                    line => Assert.True(line.Item.Length <= LongestLine, $"{file}({line.Index + 1}) has {line.Item.Length} columns."));
        }
    }

    [Fact]
    public void No_folder_has_more_files_than_a_reader_takes_in()
    {
        foreach (string root in (string[])["src", "tests", "benchmarks"])
        {
            foreach (IGrouping<string?, string> folder in Sources(Path.Combine(TestData.RepositoryRoot, root)).GroupBy(Path.GetDirectoryName))
                Assert.True(folder.Count() <= MostFiles, $"{folder.Key} has {folder.Count()} files; give it rooms by topic.");
        }
    }

    [Fact]
    public void No_name_says_nothing() =>
        Assert.DoesNotContain(Sources(TestData.RepositoryRoot).Select(Path.GetFileName), name => VagueName().IsMatch(name!));

    private static int LayerOf(string folder) => Array.FindIndex(Layers, layer => layer.Contains(folder)) is var index and >= 0
        ? index
        : throw new InvalidOperationException($"Myelin.{folder} is not a folder of the library.");

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" || part.StartsWith('.')));

    [GeneratedRegex(@"^using (?:static )?Myelin\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDirective();

    [GeneratedRegex(@"(Helper|Manager|Util)s?\.cs$")]
    private static partial Regex VagueName();
}
