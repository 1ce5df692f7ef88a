using System.Diagnostics;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>Runs the command in a process of its own, from a shell script in which <c>$MYELIN</c> stands for it.</summary>
internal static class ShellProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a script to its end.</summary>
    internal static Cli.Result Run(TemporaryFolder folder, string script)
    {
        using Process process = Start(folder, script);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        int exitCode = End(process);
        return new Cli.Result(exitCode, output.Result, error.Result);
    }

    /// <summary>Starts a script. With <c>exec</c> before the command, the process is the command.</summary>
    internal static Process Start(TemporaryFolder folder, string script)
    {
        if (!File.Exists("/dev/full")) Assert.Skip("This system has no /dev/full and perhaps no bash.");
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        // Where the tests run in the background of a script, interrupts are ignored by whatever is started.
        start.Environment["MYELIN"] = $"env --default-signal=INT dotnet {typeof(Terminal).Assembly.Location}";
        start.Environment["IRIS"] = Samples.Iris;
        return Process.Start(start)!;
    }

    internal static void Signal(Process process, string signal) => Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();

    /// <summary>Waits for the end, and gives the exit code; what hangs is killed.</summary>
    internal static int End(Process process)
    {
        if (process.WaitForExit(Patience)) return process.ExitCode;
        process.Kill(entireProcessTree: true);
        throw new TimeoutException("The command hangs.");
    }
}
