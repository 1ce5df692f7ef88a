using Myelin.TestKit;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>
/// One fingerprint of the weights, and of the numbers of classical models, for every number of threads, instruction set, C library's choice and way
/// of compiling.
/// </summary>
public sealed class BitsTests
{
    private static readonly string Project = Path.Combine(TestData.RepositoryRoot, "tests", "Myelin.Bits");
    private static readonly string Program = Path.Combine(Project, "bin", "Release", "net10.0", "Myelin.Bits.dll");

    public static TheoryData<string, string, string> Settings => new()
    {
        { "", "", "512 bits" },
        { "DOTNET_PreferredVectorBitWidth", "512", "" },
        { "DOTNET_PreferredVectorBitWidth", "256", "512 bits False" },
        { "DOTNET_PreferredVectorBitWidth", "128", "512 bits False" },
        { "DOTNET_EnableAVX512", "0", "512 bits False" },
        { "DOTNET_EnableAVX2", "0", "fused False" },
        // The C library's exponential and logarithm without fused operations, by their names before and since glibc 2.33.
        { "GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA_Usable,-AVX2_Usable", "" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Weights_are_the_same_for_every_instruction_set(string variable, string value, string got)
    {
        foreach (int threads in new[] { 1, 2, 3 })
        {
            string[] lines = Run("dotnet", [Program, $"{threads}"], variable.Length == 0 ? [] : [(variable, value)]);
            Assert.Contains(got, lines[0], StringComparison.Ordinal);
            Assert.Equal(Expected(), lines[1..]);
        }
    }

    [Fact]
    public void Weights_are_the_same_in_a_native_build()
    {
        string folder = Directory.CreateTempSubdirectory("myelin-native-").FullName;
        try
        {
            Run("dotnet",
                ["publish", "-c", "Release", "-r", "linux-x64", "-p:Native=true", "-p:NuGetLockFilePath=obj/native.lock.json", "-o", folder, Project]);
            foreach (int threads in new[] { 1, 2, 3 })
            {
                string[] lines = Run(Path.Combine(folder, "Myelin.Bits"), [$"{threads}"]);
                Assert.Contains("fused True", lines[0], StringComparison.Ordinal);
                Assert.Equal(Expected(), lines[1..]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        string[] lines = Run("dotnet", [Program, "2", "2"]);
        Assert.All(Expected().Zip(lines[1..]), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static string[] Expected() => File.ReadAllLines(Path.Combine(Project, "expected.txt"));

    private static string[] Run(string program, string[] arguments, params (string Name, string Value)[] variables) =>
        Child.Run(program, arguments, variables).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
