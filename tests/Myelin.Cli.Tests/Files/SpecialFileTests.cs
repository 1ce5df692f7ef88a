using Xunit;

namespace Myelin.Cli.Tests.Files;

/// <summary>No path that a user can name makes a command wait for ever, or read without end.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SpecialFileTests() => Cli.Good("train", Samples.Iris, "--model", folder.File("m.safetensors"), "--epochs", "1", "--quiet");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("describe fifo")]
    [InlineData("describe link")]
    [InlineData("describe /dev/zero")]
    [InlineData("describe /dev/stdin <&-")]
    [InlineData("describe folder")]
    [InlineData("predict fifo $IRIS")]
    [InlineData("evaluate /dev/urandom $IRIS")]
    [InlineData("regions fifo")]
    [InlineData("train $IRIS --model fifo")]
    [InlineData("train $IRIS --model link")]
    [InlineData("train $IRIS --model folder")]
    [InlineData("train $IRIS --model /dev/zero")]
    [InlineData("train $IRIS --force --model /dev/stdout >&-")]
    [InlineData("cluster $IRIS --model fifo")]
    [InlineData("project $IRIS --model fifo")]
    [InlineData("project $IRIS --network fifo --model p.safetensors")]
    [InlineData("train /dev/zero --model n.safetensors")]
    [InlineData("train /dev/urandom --model n.safetensors")]
    [InlineData("train folder --model n.safetensors")]
    [InlineData("train $IRIS --test /dev/zero --model n.safetensors")]
    [InlineData("lecture verify --cases /dev/zero")]
    [InlineData("lecture verify --cases /dev/stdin < /dev/zero")]
    [InlineData("lecture verify --cases /dev/stdin <&-")]
    [InlineData("lecture verify --cases folder")]
    [InlineData("lecture verify --cases <(cat /dev/zero 2>/dev/null)")]
    public void One_line_says_what_is_no_file(string command)
    {
        Cli.Result result = ShellProcess.Run(folder, $"mkfifo fifo; ln -s fifo link; mkdir folder; timeout 30 $MYELIN {command}");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error: ", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(["fifo", "folder", "link", "m.safetensors"], folder.Names);
    }

    // Named pipes are waited for, so these run at once.
    [Fact]
    public void A_named_pipe_without_another_end_is_waited_for_ten_seconds()
    {
        string[] commands =
        [
            "train fifo --model n.safetensors",
            "predict m.safetensors link",
            "train $IRIS --test fifo --model n.safetensors --quiet",
            "lecture verify --cases fifo",
            "predict m.safetensors $IRIS --output fifo",
        ];
        string[] ends =
            [.. commands.Select((command, i) =>
            $"(mkfifo fifo{i}; ln -s fifo{i} link{i}; timeout 30 $MYELIN "
            + $"{command.Replace("fifo", $"fifo{i}", StringComparison.Ordinal).Replace("link", $"link{i}", StringComparison.Ordinal)} 2>error{i}; echo $?) &")];
        Cli.Result result = ShellProcess.Run(folder, string.Join('\n', ends) + "\nwait");
        Assert.Equal(string.Concat(Enumerable.Repeat("2\n", commands.Length)), result.Output);
        for (int i = 0; i < commands.Length; i++)
        {
            string error = File.ReadAllText(folder.File($"error{i}"));
            Assert.Contains(i == commands.Length - 1 ? "that no program reads from within 10 seconds" : "that no program writes to within 10 seconds",
                Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("n.safetensors", folder.Names);
    }

    [Fact]
    public void Pipes_with_another_end_go_on_working()
    {
        string good = Cli.Good("predict", folder.File("m.safetensors"), Samples.Iris);
        Assert.Equal(good, ShellProcess.Run(folder, "$MYELIN predict m.safetensors <(cat $IRIS)").Output);
        Assert.Equal(good, ShellProcess.Run(folder, "cat $IRIS | $MYELIN predict m.safetensors /dev/stdin").Output);
        Assert.Equal(good, ShellProcess.Run(folder, "mkfifo in; (sleep 1; cat $IRIS) > in & $MYELIN predict m.safetensors in").Output);
        Assert.Equal(good, ShellProcess.Run(folder, "mkfifo out; cat out & $MYELIN predict m.safetensors $IRIS --output out --quiet; wait").Output);
        Assert.Equal(0,
            ShellProcess.Run(folder, "mkfifo model; cat model > copy & $MYELIN train $IRIS --epochs 1 --force --model model --quiet; wait").ExitCode);
        Assert.Equal(File.ReadAllBytes(folder.File("m.safetensors")), File.ReadAllBytes(folder.File("copy")));
        Assert.Equal(0, ShellProcess.Run(folder, "$MYELIN lecture verify --cases <(echo '[]')").ExitCode);
    }
}
