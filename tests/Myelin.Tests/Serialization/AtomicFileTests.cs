using System.Diagnostics;
using System.Runtime.Versioning;
using Myelin.Serialization;
using Xunit;

namespace Myelin.Tests.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly byte[] Old = "old"u8.ToArray();
    private static readonly byte[] New = "new content"u8.ToArray();

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
}
