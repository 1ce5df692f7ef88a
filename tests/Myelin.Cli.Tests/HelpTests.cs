using Xunit;

namespace Myelin.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("overview", "--help")]
    [InlineData("train", "train", "--help")]
    [InlineData("cluster", "cluster", "--help")]
    [InlineData("project", "project", "--help")]
    [InlineData("regions", "regions", "--help")]
    [InlineData("runs", "runs", "--help")]
    [InlineData("evaluate", "evaluate", "-h")]
    [InlineData("predict", "predict", "--help", "--bogus")]
    [InlineData("describe", "describe", "--help")]
    [InlineData("explain", "explain", "--help")]
    [InlineData("list", "list", "--help")]
    [InlineData("lecture", "lecture", "--help")]
    [InlineData("lecture-verify", "lecture", "verify", "--help")]
    public void Pages_read_as_recorded(string page, params string[] args) => Snapshot.Check($"help-{page}", Cli.Good(args));

    [Fact]
    public void Without_arguments_the_overview_shows() => Assert.Equal(Cli.Good("--help"), Cli.Good());

    [Fact]
    public void Every_line_fits_a_screen() =>
        Assert.DoesNotContain(Cli.Good("train", "--help").Split('\n').Where(line => !line.Contains("myelin train", StringComparison.Ordinal)),
            line => line.Length > 100);

    [Fact]
    public void The_version_shows() => Assert.Matches(@"^\d+\.\d+\.\d+", Cli.Good("--version"));
}
