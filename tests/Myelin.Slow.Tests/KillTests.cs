using System.Diagnostics;
using System.Globalization;
using Myelin.Serialization;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>Trainings that are killed: half of them while the model is being saved, half at any time. The variable MYELIN_KILLS says how many.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string FormOfTemporaryFiles = ".myelin-*";

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("MYELIN_KILLS") ?? "40", CultureInfo.InvariantCulture);

    private readonly string folder = Directory.CreateTempSubdirectory("myelin-kills-").FullName;
    private readonly System.Random random = new(1);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Killed_trainings_destroy_no_model_and_leave_nothing_after_the_next_save()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signals.");
        string model = Path.Combine(folder, "m.safetensors");
        using (Process first = Train()) first.WaitForExit();
        var clock = Stopwatch.StartNew();
        ModelFile.Load(model);
        int met = 0, left = 0, over = 0;
        for (int i = 0; i < Kills; i++)
        {
            string[] before = TemporaryFiles();
            using Process process = Train();
            bool aimed = i % 2 == 0, forced = aimed || i % 4 == 1;
            if (aimed) WaitForSave(process, before);
            else process.WaitForExit(random.Next(1500));
            if (forced) process.Kill();
            else Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            Assert.True(process.WaitForExit(60_000), "It outlives its signal.");
            if (process.ExitCode == 0) over++;
            string[] after = TemporaryFiles();
            if (aimed && after.Length > 0 && process.ExitCode != 0) met++;
            if (after.Except(before).Any())
            {
                left++;
                Assert.True(forced, "SIGTERM left a temporary file.");
            }

            ModelFile.Load(model);
        }

        using (Process last = Train()) last.WaitForExit();
        output.WriteLine($"{Kills} kills in {clock.Elapsed.TotalSeconds:0} s: {met} of {(Kills + 1) / 2} aimed ones met the save, {left} left a "
            + $"file for the time being; {over} came after the end. Left in the end: {TemporaryFiles().Length}.");
        Assert.Equal([model], Directory.GetFileSystemEntries(folder));
        Assert.True(met > Kills / 8, "Hardly a kill met the save.");
    }

    private string[] TemporaryFiles() => Directory.GetFiles(folder, FormOfTemporaryFiles);

    // The probe at the start of a training is empty.
    private void WaitForSave(Process process, string[] before)
    {
        while (!process.WaitForExit(0))
        {
            if (TemporaryFiles().Except(before).Any(path => new FileInfo(path) is { Exists: true, Length: > 0 })) break;
        }

        process.WaitForExit(random.Next(10));
    }

    private Process Train()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Myelin.Cli.dll"), data = Path.Combine(TestData.RepositoryRoot, "samples", "iris.csv");
        var start = new ProcessStartInfo("dotnet",
            [program, "train", data, "--hidden", "2000,2000", "--epochs", "1", "--threads", "1", "--quiet", "--model", "m.safetensors"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
