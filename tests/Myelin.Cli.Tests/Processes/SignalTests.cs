using System.Diagnostics;
using Xunit;

namespace Myelin.Cli.Tests.Processes;

/// <summary>Signals end the command at once, and leave nothing behind.</summary>
public sealed class SignalTests : IDisposable
{
    private const string Endless = "train $IRIS --epochs 1000000 --patience 0 --model m.safetensors";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_training_ends_without_a_trace(string signal, int exitCode)
    {
        using Process process = ShellProcess.Start(folder, $"exec $MYELIN {Endless}");
        WaitForEpoch(process);
        ShellProcess.Signal(process, signal);
        Assert.Equal(exitCode, ShellProcess.End(process));
        Assert.DoesNotContain("error", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Whoever_ignores_that_the_terminal_is_gone_is_left_alone()
    {
        using Process process = ShellProcess.Start(folder, $"trap '' HUP; exec $MYELIN {Endless}");
        WaitForEpoch(process);
        ShellProcess.Signal(process, "HUP");
        Assert.False(process.WaitForExit(1000));
        ShellProcess.Signal(process, "TERM");
        Assert.Equal(143, ShellProcess.End(process));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_file_under_way_is_gone(string signal, int exitCode)
    {
        // On a busy machine the save may be over before the process is stopped.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using Process process = ShellProcess.Start(folder, "exec $MYELIN train $IRIS --hidden 4000,4000 --epochs 1 --model m.safetensors --quiet");
            bool ended = false;
            while (!ended && !TemporaryFiles().Any(path => new FileInfo(path) is { Exists: true, Length: > 0 })) ended = process.WaitForExit(1);
            ShellProcess.Signal(process, "STOP");
            if (TemporaryFiles().Length == 0)
            {
                process.Kill();
                continue;
            }

            ShellProcess.Signal(process, signal);
            ShellProcess.Signal(process, "CONT");
            Assert.Equal(exitCode, ShellProcess.End(process));
            Assert.Empty(TemporaryFiles());
            return;
        }

        Assert.Fail("No save was met under way.");
    }

    [Fact]
    public void A_second_Ctrl_C_shows_the_cursor_again()
    {
        if (!File.Exists("/usr/bin/script")) Assert.Skip("This system has no script, which makes a screen.");
        using Process process = ShellProcess.Start(folder, $"script -qec \"$MYELIN {Endless}\" /dev/null");
        string screen = "";
        var block = new char[4096];
        while (!screen.Contains("epoch", StringComparison.Ordinal)) screen += new string(block, 0, process.StandardOutput.Read(block));
        process.StandardInput.Write("\u0003\u0003");
        process.StandardInput.Flush();
        screen += process.StandardOutput.ReadToEnd();
        int exitCode = ShellProcess.End(process);
        Assert.Contains("\e[?25l", screen, StringComparison.Ordinal);
        Assert.True(screen.LastIndexOf("\e[?25h", StringComparison.Ordinal) > screen.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        Assert.Equal(130, exitCode);
    }

    private static void WaitForEpoch(Process process)
    {
        string line = "";
        while (!line.StartsWith("epoch ", StringComparison.Ordinal))
            line = process.StandardError.ReadLine() ?? throw new InvalidOperationException("It ended before the first epoch.");
    }

    private string[] TemporaryFiles() => Directory.GetFiles(folder.Path, ".myelin-*");
}
