using System.Text;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>Runs the command inside the test's process.</summary>
internal static class Cli
{
    internal static Result Run(params string[] args) => Run(new Setup(), args);

    internal static Result Run(Setup setup, params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        TextWriter error = setup.Error ?? new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Output = output,
            Error = new MessageWriter(error),
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(setup.Input ?? "")),
            InputIsRedirected = setup.Input is not null,
            Interruption = setup.Interruption,
            ErrorIsScreen = setup.OnScreen,
        };
        int exitCode = MyelinCommandLine.Run(args, terminal);
        return new Result(exitCode, output.ToString(), error.ToString() ?? "");
    }

    /// <summary>Runs a command that must end well, and gives its output.</summary>
    internal static string Good(params string[] args)
    {
        Result result = Run(args);
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {result.Error}");
        return result.Output;
    }

    internal sealed record Setup(string? Input = null, TextWriter? Error = null, bool OnScreen = false, CancellationToken Interruption = default);

    internal sealed record Result(int ExitCode, string Output, string Error);
}
