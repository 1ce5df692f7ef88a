using Myelin.TestKit;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>Which instruction set the package asks for in a native build, for each way in which a program says what it is built for.</summary>
public sealed class InstructionSetTests
{
    private const string Runtime = "<RuntimeIdentifier>linux-arm64</RuntimeIdentifier>", Choice = "<IlcInstructionSet>native</IlcInstructionSet>";

    [Theory]
    [InlineData("", "linux-x64", "x86-64-v3")]
    [InlineData("", "linux-musl-x64", "x86-64-v3")]
    [InlineData("", "win-x64", "x86-64-v3")]
    [InlineData("", "linux-arm64", "")]
    [InlineData("", "osx-arm64", "")]
    [InlineData("", "win-x86", "")]
    [InlineData(Runtime, "", "")]
    [InlineData(Runtime, "linux-x64", "x86-64-v3")]
    [InlineData(Choice, "linux-x64", "native")]
    [InlineData(Choice, "linux-arm64", "native")]
    [InlineData(Choice, "", "native")]
    public void It_is_for_the_processor_that_is_built_for(string properties, string runtime, string expected) =>
        Assert.Equal(expected, Evaluate(properties, runtime));

    [Fact]
    public void Without_a_runtime_it_is_for_this_machine() =>
        Assert.Equal(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.EndsWith("-x64", StringComparison.Ordinal) ? "x86-64-v3"
            : "", Evaluate("", ""));

    // Directory.Build.targets stands where the build imports the targets of packages: after the runtime identifier is settled.
    private static string Evaluate(string properties, string runtime)
    {
        string folder = Directory.CreateTempSubdirectory("myelin-targets-").FullName, project = Path.Combine(folder, "program.csproj");
        try
        {
            string targets = Path.Combine(TestData.RepositoryRoot, "src", "Myelin", "build", "Myelin.targets");
            File.WriteAllText(project, "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>"
                + $"<PublishAot>true</PublishAot>{properties}</PropertyGroup></Project>");
            File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), $"<Project><Import Project=\"{targets}\" /></Project>");
            string[] chosen = runtime.Length == 0 ? [] : [$"-p:RuntimeIdentifier={runtime}"];
            return Child.Run("dotnet", ["msbuild", project, "-getProperty:IlcInstructionSet", .. chosen]).Trim();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
