using Myelin.Reference;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Guides;

/// <summary>The loss that docs/guides/add-a-loss.md builds is right, and the guide shows it as it is.</summary>
public sealed class AddALossTests
{
    private static readonly Tensor Prediction = new(new Shape(4, 2), 0.5f, -3, 8, 0, 1e-3f, 40, -1.25f, 2);
    private static readonly Tensor Target = new(new Shape(4, 2), 0.25f, 1, -8, 1, 0, -40, -1, 7);

    [Fact]
    public void The_guides_loss_has_the_right_value_and_gradient()
    {
        var options = new GradientCheckOptions { Twins = new ReferenceTwins().Add((LogCoshError _) => new LogCoshReference()) };
        GradientReport report = GradientCheck.Run(x => new LogCoshLoss().Compute(x[0], Target), [Prediction], options);
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void The_guide_shows_the_code_that_is_tested()
    {
        string guide = File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "docs", "guides", "add-a-loss.md"));
        string code = string.Concat(new[] { "LogCoshLoss.cs", "AddALossTests.cs" }
            .Select(name => File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "tests", "Myelin.Tests", "Guides", name))));
        string[] blocks = [.. guide.Split("```csharp\n").Skip(1).Select(part => part.Split("```")[0])];
        Assert.NotEmpty(blocks);
        string unindented = string.Concat(code.Split('\n').Select(line => line.Trim()));
        Assert.All(blocks, block => Assert.Contains(string.Concat(block.Split('\n').Select(line => line.Trim())), unindented, StringComparison.Ordinal));
    }
}
