using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests.Processes;

/// <summary>What only a process of its own shows: the current folder, signals, real pipes and full devices.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_model_goes_to_the_current_folder_by_the_datas_name()
    {
        (int exitCode, string output, string error) = ShellProcess.Run(folder, "$MYELIN train $IRIS --epochs 2 --json");
        Assert.True(exitCode == 0, error);
        Assert.Equal("iris.safetensors", (string?)JsonNode.Parse(output)!["model"]);
        Assert.Equal(["iris.safetensors"], folder.Names);
    }

    [Fact]
    public void Ctrl_C_saves_the_best_model_and_exits_with_130()
    {
        using Process process = ShellProcess.Start(folder, "exec $MYELIN train $IRIS --epochs 1000000 --patience 0 --json");
        string line = "";
        while (!line.StartsWith("epoch ", StringComparison.Ordinal))
            line = process.StandardError.ReadLine() ?? throw new InvalidOperationException("It ended before the first epoch.");
        ShellProcess.Signal(process, "INT");
        string output = process.StandardOutput.ReadToEnd();
        Assert.Contains("the best so far, is saved", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.True(process.WaitForExit(20_000));
        Assert.Equal((130, "interrupted"), (process.ExitCode, (string?)JsonNode.Parse(output)!["stopped"]));
        Assert.Equal(["iris.safetensors"], folder.Names);
    }

    [Fact]
    public void A_full_output_is_told_and_a_closed_one_ends_in_silence()
    {
        Cli.Good("train", Samples.Iris, "--model", folder.File("m.safetensors"), "--epochs", "1", "--quiet");
        (int exitCode, _, string error) = ShellProcess.Run(folder, "$MYELIN predict m.safetensors $IRIS > /dev/full");
        Assert.Equal((2, "error: The standard output cannot be written: No space left on device; send it to a place that takes it.\n"), (exitCode, error));
        (exitCode, string output, error) = ShellProcess.Run(folder,
            "(cat $IRIS; for i in $(seq 300); do tail -n +2 $IRIS; done) | $MYELIN predict m.safetensors --output /dev/stdout --quiet | head -n 1; "
                + "exit ${PIPESTATUS[1]}");
        Assert.Equal((0, "prediction\n", ""), (exitCode, output, error));
    }
}
