using System.Diagnostics;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Child
{
    /// <summary>What the program wrote to its output; it must end well.</summary>
    internal static string Run(string program, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {output}");
        return output;
    }
}
