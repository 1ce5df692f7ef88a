using Xunit;

namespace Myelin.Cli.Tests.Files;

/// <summary>No result takes the place of what the command reads, of another result, or of a model.</summary>
public sealed class OutputPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public OutputPathTests()
    {
        File.Copy(Samples.Iris, folder.File("iris.csv"));
        Cli.Good("train", Samples.Iris, "--model", folder.File("m.safetensors"), "--epochs", "1", "--quiet");
        File.Copy(folder.File("m.safetensors"), folder.File("other.safetensors"));
        Samples.WriteImages(folder, "two", 20, 2);
        Cli.Good("train", folder.File("two-images-idx3-ubyte"), "--model", folder.File("images.safetensors"), "--epochs", "1", "--hidden", "4", "--quiet");
        File.CreateSymbolicLink(folder.File("link.csv"), "iris.csv");
        File.CreateSymbolicLink(folder.File("link.safetensors"), folder.File("other.safetensors"));
        Directory.CreateSymbolicLink(folder.File("folder"), ".");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--output", "the command reads", "predict", "@m.safetensors", "@iris.csv", "--output", "@m.safetensors")]
    [InlineData("--output", "the command reads", "predict", "@m.safetensors", "@iris.csv", "--output", "@iris.csv")]
    [InlineData("--output", "the command reads", "predict", "@m.safetensors", "@iris.csv", "--output", "@link.csv")]
    [InlineData("--output", "the command reads", "predict", "@m.safetensors", "@link.csv", "--output", "@iris.csv")]
    [InlineData("--output", "the command reads", "predict", "@m.safetensors", "@iris.csv", "--output", "@folder/iris.csv")]
    [InlineData("--output", "the command reads", "predict", "@m.safetensors", "@iris.csv", "--output", "@folder/../iris.csv", "--json")]
    [InlineData("--output", "the command reads", "predict", "@images.safetensors", "@two-images-idx3-ubyte", "--output", "@two-labels-idx1-ubyte")]
    [InlineData("--output", "is a model of Myelin", "predict", "@m.safetensors", "@iris.csv", "--output", "@other.safetensors")]
    [InlineData("--output", "is a model of Myelin", "predict", "@m.safetensors", "@iris.csv", "--output", "@link.safetensors")]
    [InlineData("--output", "is a model of Myelin", "cluster", "@iris.csv", "--model", "@c.safetensors", "--output", "@other.safetensors")]
    [InlineData("--output", "and --model are both", "cluster", "@iris.csv", "--model", "@c.safetensors", "--output", "@c.safetensors")]
    [InlineData("--output", "and --model are both", "cluster", "@iris.csv", "--model", "@c.safetensors", "--output", "@./c.safetensors")]
    [InlineData("--output", "and --model are both", "project", "@iris.csv", "--model", "@folder/c.safetensors", "--output", "@c.safetensors")]
    [InlineData("--output", "the command reads", "cluster", "@iris.csv", "--model", "@c.safetensors", "--output", "@iris.csv")]
    [InlineData("--output", "the command reads", "project", "@iris.csv", "--model", "@c.safetensors", "--output", "@link.csv")]
    [InlineData("--output", "the command reads", "project", "@iris.csv", "--network", "@m.safetensors", "--model", "@c.safetensors", "--output",
        "@m.safetensors")]
    [InlineData("--model", "the command reads", "project", "@iris.csv", "--network", "@m.safetensors", "--model", "@m.safetensors")]
    [InlineData("--model", "the command reads", "project", "@iris.csv", "--network", "@link.safetensors", "--model", "@other.safetensors")]
    [InlineData("--model", "the command reads", "cluster", "@iris.csv", "--model", "@iris.csv", "--force")]
    [InlineData("--model", "the command reads", "train", "@iris.csv", "--model", "@iris.csv", "--force")]
    [InlineData("--model", "the command reads", "train", "@iris.csv", "--model", "@link.csv", "--force")]
    [InlineData("--model", "the command reads", "train", "@two-images-idx3-ubyte", "--model", "@two-labels-idx1-ubyte", "--force")]
    [InlineData("--model", "the command reads", "train", "@iris.csv", "--test", "@link.csv", "--model", "@link.csv", "--force")]
    [InlineData("--model", "which stands for a standard stream", "train", "@iris.csv", "--model", "-")]
    [InlineData("--output", "which stands for a standard stream", "cluster", "@iris.csv", "--model", "@c.safetensors", "--output", "-")]
    [InlineData("--output", "is empty; name a file", "project", "@iris.csv", "--model", "@c.safetensors", "--output", "")]
    public void A_result_replaces_nothing_that_is_needed(string option, string words, params string[] args)
    {
        (string, string)[] before = Contents();
        Cli.Result result = Cli.Run([.. args.Select(arg => arg.StartsWith('@') ? folder.File(arg[1..]) : arg)]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"error: {option} ", result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(letter => letter == '\n'));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Other_files_are_replaced_as_before()
    {
        string rows = folder.Write("p.csv", "old");
        Cli.Good("predict", folder.File("m.safetensors"), folder.File("iris.csv"), "--output", rows);
        Assert.StartsWith("prediction\n", File.ReadAllText(rows), StringComparison.Ordinal);
        Cli.Good("train", folder.File("iris.csv"), "--model", folder.File("other.safetensors"), "--model-kind", "logistic");
        Cli.Good("cluster", folder.File("iris.csv"), "--model", folder.File("other.safetensors"), "--output", rows);
        Assert.Equal(151, File.ReadLines(rows).Count());
    }

    [Fact]
    public void The_file_behind_the_standard_input_is_read_too()
    {
        string iris = File.ReadAllText(folder.File("iris.csv"));
        Cli.Result result = ShellProcess.Run(folder, "$MYELIN predict m.safetensors --output iris.csv < iris.csv");
        Assert.Equal((2, "error: --output is iris.csv, which the command reads; name another file.\n"), (result.ExitCode, result.Error));
        Assert.Equal(iris, File.ReadAllText(folder.File("iris.csv")));
    }

    [Fact]
    public void A_dash_is_the_standard_output_of_predictions()
    {
        string[] args = ["predict", folder.File("m.safetensors"), folder.File("iris.csv")];
        Assert.Equal(Cli.Good(args), Cli.Good([.. args, "--output", "-"]));
        Assert.Equal(Cli.Good([.. args, "--json"]), Cli.Good([.. args, "--json", "--output", "-"]));
    }

    private (string, string)[] Contents() =>
        [.. folder.Names.Where(name => name != "folder").Select(name => (name, Convert.ToHexString(File.ReadAllBytes(folder.File(name)))))];
}
