using System.Diagnostics;
using System.Runtime.Versioning;
using Myelin.Serialization;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly byte[] Old = "old"u8.ToArray();
    private static readonly byte[] New = "new content"u8.ToArray();

    // Where the mark of the host ends in a temporary file's name.
    private const int HostEnd = 16;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_file_is_written_alone()
    {
        AtomicFile.Write(folder.File("a"), stream => stream.Write(New));
        Assert.Equal(New, File.ReadAllBytes(folder.File("a")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_old_file_is_whole_until_the_new_one_is()
    {
        string path = folder.Write("a", Old);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(New);
            stream.Flush();
            Assert.Equal(Old, File.ReadAllBytes(path));
        });
        Assert.Equal(New, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_and_nothing_else()
    {
        string path = folder.Write("a", Old);
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(New);
            throw new TimeoutException();
        }));
        var exception = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(path, _ => throw new IOException("No space left on device : 'x'")));
        Assert.Equal($"Cannot write {path}: No space left on device; choose a place that can be written to and has room.", exception.Message);
        Assert.Equal(Old, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_missing_folder_and_a_folder_are_said()
    {
        var missing = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(folder.File("none/a"), _ => { }));
        Assert.Contains("folder does not exist", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InvalidInputException>(() => AtomicFile.Write(folder.Path, _ => { })).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Links_stay_and_the_file_they_name_is_replaced()
    {
        Directory.CreateDirectory(folder.File("deep/er"));
        string path = folder.Write("deep/a", Old);
        Directory.CreateSymbolicLink(folder.File("shortcut"), folder.File("deep/er"));
        File.CreateSymbolicLink(folder.File("deep/er/link"), "../a");
        AtomicFile.Write(folder.File("shortcut/link"), stream => stream.Write(New));
        Assert.Equal(New, File.ReadAllBytes(path));
        Assert.Equal("../a", new FileInfo(folder.File("deep/er/link")).LinkTarget);
    }

    [Fact]
    public void A_link_to_nothing_makes_the_file_it_names()
    {
        File.CreateSymbolicLink(folder.File("link"), "a");
        AtomicFile.Write(folder.File("link"), stream => stream.Write(New));
        Assert.Equal(New, File.ReadAllBytes(folder.File("a")));
    }

    [Fact]
    public void Links_in_a_circle_are_said()
    {
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");
        Assert.Contains("circle", Assert.Throws<InvalidInputException>(() => AtomicFile.Write(folder.File("a"), _ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Permissions_stay()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no Unix permissions.");
        string path = folder.Write("a", Old);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(path, stream => stream.Write(New));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Devices_are_written_through_also_behind_a_link()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("/dev/full is Linux'.");
        File.CreateSymbolicLink(folder.File("link"), "/dev/null");
        AtomicFile.Write(folder.File("link"), stream => stream.Write(New));
        var full = Assert.Throws<InvalidInputException>(() => AtomicFile.Write("/dev/full", stream => stream.Write(New)));
        Assert.StartsWith("Cannot write /dev/full: No space left on device;", full.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<InvalidInputException>(() => AtomicFile.Write("/dev/myelin-none", stream => stream.Write(New)));
        Assert.Contains("no such device", missing.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("/dev/myelin-none"));
        Assert.Empty(Directory.GetFiles("/dev", ".myelin-*"));
    }

    [Fact]
    public void An_open_file_reached_through_proc_is_appended_to()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("/proc is Linux'.");
        string path = folder.Write("a", Old);
        using var open = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        AtomicFile.Write($"/proc/self/fd/{open.DangerousGetHandle()}", stream => stream.Write(New));
        Assert.Equal([.. Old, .. New], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_named_pipe_is_written_through_once()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("mkfifo is Unix'.");
        string path = folder.File("pipe");
        await Process.Start("mkfifo", path).WaitForExitAsync();
        Task<byte[]> reader = Task.Run(() => File.ReadAllBytes(path));
        AtomicFile.Write(path, stream => stream.Write(New));
        Assert.Equal(New, await reader.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_a_dead_process_left_is_removed_and_nothing_else()
    {
        string dead = NameOfTemporaryFile();
        string[] others =
        [
            folder.Write(dead + "0", Old),
            folder.Write(dead[..^1], Old),
            folder.Write(dead[..^1] + "g", Old),
            folder.Write(".myelin-00000000" + dead[HostEnd..], Old),
            folder.Write(".myelin-abcdefgh.ijk", Old),
            folder.Write("m.safetensors", Old),
        ];
        folder.Write(dead, Old);
        folder.Write(dead[..HostEnd] + "-0123456789abcdef", []);
        AtomicFile.Write(folder.File("a"), stream => stream.Write(New));
        Assert.Equal([.. others.Append(folder.File("a")).Order(StringComparer.Ordinal)], Directory.GetFileSystemEntries(folder.Path)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_dead_process_left_is_gone_before_room_is_taken_for_the_new_file()
    {
        string dead = folder.Write(NameOfTemporaryFile(), Old);
        AtomicFile.Write(folder.File("a"), _ => Assert.False(File.Exists(dead)));
    }

    [Fact]
    public void Links_folders_and_pipes_under_the_name_of_a_temporary_file_stay()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("mkfifo is Unix'.");
        string name = NameOfTemporaryFile();
        string target = folder.Write("target", Old), link = folder.File(name[..^1] + "a"), inner = folder.File(name[..^1] + "b"),
            pipe = folder.File(name[..^1] + "c");
        File.CreateSymbolicLink(link, target);
        Directory.CreateDirectory(inner);
        Process.Start("mkfifo", pipe).WaitForExit();
        AtomicFile.Write(folder.File("m"), stream => stream.Write(New));
        Assert.Equal([link, inner, pipe], Directory.GetFileSystemEntries(folder.Path, ".myelin-*").Order(StringComparer.Ordinal));
        Assert.Equal(Old, File.ReadAllBytes(target));
    }

    [Fact]
    public void A_save_under_way_keeps_its_file_while_others_save_in_the_folder()
    {
        for (int round = 0; round < 20; round++)
        {
            AtomicFile.Write(folder.File("slow"), stream =>
            {
                AtomicFile.Write(folder.File("quick"), other => other.Write(Old));
                stream.Write(New);
            });
            Assert.Equal(New, File.ReadAllBytes(folder.File("slow")));
        }

        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Saves_in_one_folder_at_once_all_succeed()
    {
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            AtomicFile.Write(folder.File($"{i % 16}"), stream => stream.Write(New));
            AtomicFile.RequireWritable(folder.File($"{i % 16}"));
        });
        Assert.Equal(16, Directory.GetFileSystemEntries(folder.Path).Length);
        Assert.All(Directory.GetFiles(folder.Path), path => Assert.Equal(New, File.ReadAllBytes(path)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_nobody_may_write_is_replaced_through_one_that_can_be_removed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no Unix permissions.");
        string path = folder.Write("a", Old);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        UnixFileMode during = UnixFileMode.None;
        try
        {
            AtomicFile.Write(path, _ => during = File.GetUnixFileMode(Directory.GetFiles(folder.Path, ".myelin-*").Single()));
        }
        catch (InvalidInputException) when (Environment.UserName != "root")
        {
            Assert.Skip("Only root may write what nobody may.");
        }

        Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead), (during, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void A_pipe_that_nobody_reads_from_is_said()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("mkfifo is Unix'.");
        string path = folder.File("pipe");
        Process.Start("mkfifo", path).WaitForExit();
        AtomicFile.RequireWritable(path);
        string message = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(path, stream => stream.Write(New))).Message;
        Assert.StartsWith($"{path} is a named pipe that no program reads from within 10 seconds;", message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    // Seen from inside of a write, so that the tests need not know the form.
    private string NameOfTemporaryFile()
    {
        string name = "";
        AtomicFile.Write(folder.File("a"), _ => name = Path.GetFileName(Directory.GetFiles(folder.Path, ".myelin-*").Single()));
        File.Delete(folder.File("a"));
        Assert.Matches("^\\.myelin-[0-9a-f]{8}-[0-9a-f]{16}$", name);
        return name;
    }
}
