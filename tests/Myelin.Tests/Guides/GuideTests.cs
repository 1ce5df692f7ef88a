using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.Guides;

/// <summary>The C# that guides show is code of this folder, or of the tests of models, which compile and run it.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData("add-a-loss.md")]
    [InlineData("your-own-loop.md")]
    [InlineData("your-own-layer.md")]
    [InlineData("your-own-optimizer.md")]
    [InlineData("serve-a-model.md")]
    [InlineData("models.md")]
    public void A_guide_shows_code_that_is_tested(string name)
    {
        string[] blocks = [.. Blocks(Path.Combine(Folder, name))];
        Assert.NotEmpty(blocks);
        string[] tests = [Path.Combine("Myelin.Tests", "Guides"), "Myelin.Models.Tests"];
        string[] files = [.. tests.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(TestData.RepositoryRoot, "tests", folder), "*.cs"))
            .Select(file => Unindented(File.ReadAllText(file)))];
        foreach (string block in blocks.Select(Unindented))
            Assert.True(block.Length > 0 && files.Any(file => file.Contains(block, StringComparison.Ordinal)), $"{name} shows untested code:\n{block}");
    }

    [Fact]
    public void Every_guide_with_code_is_checked()
    {
        string[] withCode = [.. Directory.EnumerateFiles(Folder, "*.md").Where(file => Blocks(file).Any()).Select(file => Path.GetFileName(file))];
        object?[] checkedHere = [.. typeof(GuideTests).GetMethod(nameof(A_guide_shows_code_that_is_tested))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Select(row => ((InlineDataAttribute)row).Data[0])];
        Assert.Equal(withCode.Order(StringComparer.Ordinal), checkedHere.Cast<string>().Order(StringComparer.Ordinal));
    }

    private static string Folder => Path.Combine(TestData.RepositoryRoot, "docs", "guides");

    private static IEnumerable<string> Blocks(string file) =>
        File.ReadAllText(file).ReplaceLineEndings("\n").Split("```csharp\n").Skip(1).Select(part => part.Split("```")[0]);

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
