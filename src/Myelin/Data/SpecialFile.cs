using System.Formats.Tar;

namespace Myelin.Data;

/// <summary>What stands among files and is none: named pipes, devices, standard streams. Opening or reading one may wait for ever.</summary>
internal static class SpecialFile
{
    /// <summary>How long the other end of a named pipe is waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // O_CLOEXEC, as Linux shows it in octal digits.
    private const int ClosedOnExec = 1 << 19;

    /// <summary>Whether a path leads to a named pipe or a device, which is found out without opening it.</summary>
    internal static bool Exists(string path) => KindOf(path) is TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;

    /// <summary>Opens a file or device; a named pipe as soon as its other end is open.</summary>
    /// <exception cref="InvalidInputException">Nobody has opened the other end of a named pipe in time.</exception>
    internal static FileStream Open(string path, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        if (KindOf(path) != TarEntryType.Fifo) return Now();
        Task<FileStream> opening = Task.Factory.StartNew(Now, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WaitAny([opening], Patience) == 0) return opening.GetAwaiter().GetResult();
        // The thread waits until somebody comes, so we come ourselves.
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)) opening.Result.Dispose();
        throw new InvalidInputException($"{path} is a named pipe that no program {(access == FileAccess.Read ? "writes to" : "reads from")} within "
            + $"{Patience.TotalSeconds:0} seconds; start that program first, or name a file.");

        FileStream Now() => new(path, FileMode.Open, access, share, 1 << 16, options);
    }

    /// <summary>Whether a path names a standard stream of the process that it was started without.</summary>
    internal static bool IsClosedStream(string path) => Path.GetFullPath(path) switch
    {
        "/dev/stdin" or "/dev/fd/0" or "/proc/self/fd/0" => IsClosedStream(0),
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => IsClosedStream(1),
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => IsClosedStream(2),
        _ => false,
    };

    /// <summary>Whether the process was started without a standard stream: 0 is the input, 1 the output, 2 the error stream.</summary>
    // The runtime then opens something of its own under the free number, which is marked as closed on exec. What a process is started with never is.
    internal static bool IsClosedStream(int descriptor)
    {
        if (!Directory.Exists("/proc/self/fdinfo")) return false;
        try
        {
            string flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & ClosedOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }

    // The base class library tells what a file is to archives alone. Only what has no length can be something special; below /proc everything has none.
    private static TarEntryType KindOf(string path)
    {
        try
        {
            // Of a relative path the link's text would be taken from the root.
            string full = Path.GetFullPath(path), target = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
            if (target.StartsWith("/proc/", StringComparison.Ordinal) || new FileInfo(target) is not { Exists: true, Length: 0 } || OperatingSystem.IsWindows())
                return TarEntryType.RegularFile;
            using var archive = new MemoryStream();
            using (var writer = new TarWriter(archive, leaveOpen: true)) writer.WriteEntry(target, "x");
            archive.Position = 0;
            using var reader = new TarReader(archive);
            return reader.GetNextEntry()!.EntryType;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it meets the same reason, and says it.
            return TarEntryType.RegularFile;
        }
    }
}
