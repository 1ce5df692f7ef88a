using Xunit;

namespace Myelin.Cli.Tests.Processes;

/// <summary>Messages that cannot be written cost nothing but themselves; a result that cannot be written is an error, after the model is saved.</summary>
public sealed class LostStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", "2>/dev/full", 0)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", "2>&-", 0)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", "2>&- <&-", 0)]
    [InlineData("train $IRIS --model-kind logistic --model m.safetensors", "2>/dev/full", 0)]
    [InlineData("cluster $IRIS --model m.safetensors", "2>/dev/full", 0)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", ">/dev/full", 2)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", ">&-", 2)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors --json", ">&-", 2)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", ">/dev/full 2>/dev/full", 2)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", ">&- 2>&-", 2)]
    [InlineData("train $IRIS --epochs 3 --model m.safetensors", "<&- >&- 2>&-", 2)]
    [InlineData("cluster $IRIS --model m.safetensors", ">&- 2>&-", 2)]
    public void The_model_is_saved_and_the_exit_code_is_the_works(string command, string streams, int exitCode)
    {
        Assert.Equal(exitCode, ShellProcess.Run(folder, $"$MYELIN {command} {streams}").ExitCode);
        Assert.Equal(["m.safetensors"], folder.Names);
        Cli.Good("describe", folder.File("m.safetensors"));
    }

    [Theory]
    [InlineData("nothing.csv 2>/dev/full", 2)]
    [InlineData("nothing.csv 2>&-", 2)]
    [InlineData("nothing.csv >&- 2>&-", 2)]
    [InlineData("$IRIS >&- 2>&- <&-", 2)]
    [InlineData("$IRIS >&-", 2)]
    [InlineData("$IRIS --output /dev/stdout >&-", 2)]
    [InlineData("$IRIS --output /dev/stderr 2>&-", 2)]
    [InlineData("$IRIS --output p.csv 2>&-", 0)]
    [InlineData("$IRIS --output p.csv 2>/dev/full", 0)]
    [InlineData("$IRIS --output p.csv >&-", 0)]
    [InlineData("- <&-", 2)]
    [InlineData("<&-", 2)]
    [InlineData("/dev/stdin <&-", 2)]
    [InlineData("/dev/fd/0 <&-", 2)]
    public void Predict_ends_by_itself(string rest, int exitCode)
    {
        Cli.Good("train", Samples.Iris, "--model", folder.File("m.safetensors"), "--epochs", "1", "--quiet");
        Cli.Result result = ShellProcess.Run(folder, $"$MYELIN predict m.safetensors {rest}");
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.InRange(result.Error.Count(letter => letter == '\n'), 0, 1);
        Assert.Equal(exitCode == 0, File.Exists(folder.File("p.csv")));
    }

    [Theory]
    [InlineData("train $IRIS --epochs 1", ">/dev/full", "cannot be written: No space left on device")]
    [InlineData("train $IRIS --model-kind logistic --json", ">/dev/full", "cannot be written: No space left on device")]
    [InlineData("cluster $IRIS", ">/dev/full", "cannot be written: No space left on device")]
    [InlineData("train $IRIS --epochs 1", ">&-", "is closed")]
    public void A_lost_output_is_named_and_so_is_the_model_that_is_saved(string command, string streams, string words) =>
        Assert.Equal($"error: The standard output {words}; send it to a place that takes it. The model is saved: m.safetensors\n",
            ShellProcess.Run(folder, $"$MYELIN {command} --model m.safetensors --quiet {streams}").Error);

    [Fact]
    public void A_closed_input_is_called_closed()
    {
        Assert.Equal("error: The standard input is closed; give a file, or send rows to it.\n",
            ShellProcess.Run(folder, "$MYELIN train - --model m.safetensors <&-").Error);
        Assert.Equal("error: /dev/stdin is closed; give a file.\n", ShellProcess.Run(folder, "$MYELIN train /dev/stdin --model m.safetensors <&-").Error);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_display_whose_screen_is_lost_does_not_end_the_training()
    {
        using var lost = new LostWriter();
        Cli.Result result = Cli.Run(new Cli.Setup(Error: lost, OnScreen: true), "train", Samples.Iris, "--epochs", "3", "--model",
            folder.File("m.safetensors"));
        Assert.Equal(0, result.ExitCode);
        Assert.True(lost.Tries > 5);
        Assert.Equal(["m.safetensors"], folder.Names);
    }

    private sealed class LostWriter : StringWriter
    {
        internal int Tries { get; private set; }

        public override void Write(char value) => Fail();

        public override void Write(char[] buffer, int index, int count) => Fail();

        public override void Write(string? value) => Fail();

        public override void WriteLine(string? value) => Fail();

        private void Fail()
        {
            Tries++;
            throw new IOException("No space left on device");
        }
    }
}
