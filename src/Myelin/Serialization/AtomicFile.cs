using Myelin.Data;

namespace Myelin.Serialization;

/// <summary>
/// Writes a file so that it is there whole or not at all: into a new file beside it, flushed to the disk, then renamed over it.
/// Links are followed, so that the file they name is replaced and they stay; what is no regular file, such as <c>/dev/stdout</c>
/// or a named pipe, is written through.
/// </summary>
/// <remarks>
/// A process that is killed meanwhile leaves the new file, <c>.myelin-</c> with a mark of the host and a random number. The next write in that folder
/// from the same host removes it; files of living processes are locked, and stay.
/// </remarks>
public static class AtomicFile
{
    private const int MaximumLinks = 40;

    /// <summary>Writes a file through a stream, which can only be written to, forwards. An existing file is replaced and keeps its Unix permissions.</summary>
    /// <param name="path">The file to write; its folder must exist.</param>
    /// <param name="write">Writes the content. What it throws passes through, and the file is as before.</param>
    /// <exception cref="InvalidInputException">The file cannot be written: the folder is missing or read-only, the disk is full, the path is a
    /// folder, a standard stream that is closed, or a named pipe that nobody reads from within ten seconds. Nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, check: null);

    /// <summary>Writes a file, and has the new one looked at before it replaces anything.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="check">Takes the path of the new file, closed; what it throws passes through, and the file is as before. What is written through
    /// is not looked at.</param>
    internal static void Write(string path, Action<Stream> write, Action<string>? check)
    {
        ArgumentNullException.ThrowIfNull(write);
        Guard(path, target =>
        {
            if (!TryWriteThrough(target, write)) Replace(target, write, check);
        });
    }

    /// <summary>
    /// Checks that a file can be written, before work is done whose result would be lost. Nothing is left behind. A disk without room shows only when
    /// it is written.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="InvalidInputException">The folder is missing or read-only, or the path is a folder or a standard stream that is closed.</exception>
    public static void RequireWritable(string path) => Guard(path, target =>
    {
        if (IsDevice(target)) RequireOpen(target);
        else TemporaryFile.Beside(target).Dispose();
    });

    /// <summary>
    /// Deletes what writes under way on other threads have written, and lets none of them, nor any later one, come to its end: they wait until the
    /// process is gone. For a program that ends at once, such as on a signal; it must end after this call. Files that are whole stay.
    /// </summary>
    public static void Abandon() => TemporaryFile.DeleteAll();

    /// <summary>
    /// The regular file that a path leads to, links followed, also those of standard streams; null for what is none or leads nowhere. The file need
    /// not exist.
    /// </summary>
    internal static string? FileBehind(string path)
    {
        if (path.Length == 0) return null;
        try
        {
            string target = FollowLinks(path);
            if (IsDevice(target)) target = File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
            return IsDevice(target) ? null : target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            // Whoever opens it meets the same reason, and says it.
            return null;
        }
    }

    private static void Guard(string path, Action<string> action)
    {
        InputFile.RequireName(path);
        try
        {
            string target = FollowLinks(path);
            if (Directory.Exists(target)) throw new InvalidInputException($"Cannot write {path}: it is a folder; name a file in it.");
            action(target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot write {path}: {Reason(exception)}; choose a place that can be written to and has room.", exception);
        }
    }

    // Part by part, because .. behind a link to a folder means the parent of the folder it leads to.
    private static string FollowLinks(string path)
    {
        string full = Path.GetFullPath(path);
        string target = Path.GetPathRoot(full)!;
        var parts = new Stack<string>(Parts(full[target.Length..]));
        int links = 0;
        while (parts.TryPop(out string? part))
        {
            string next = part == ".." ? Path.GetDirectoryName(target) ?? target : Path.Join(target, part);
            if (IsDevice(next)) return Path.Join([next, .. parts]);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                target = next;
                continue;
            }

            if (++links > MaximumLinks) throw new InvalidInputException($"Cannot write {path}: its links lead in a circle; name the file itself.");
            string root = Path.GetPathRoot(link)!;
            if (root.Length > 0) target = root;
            foreach (string inner in Parts(link[root.Length..])) parts.Push(inner);
        }

        return target;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();

    // /dev/shm holds regular files. The links below /dev and /proc that stand for open files lead to what can only be written through.
    private static bool IsDevice(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        return path.StartsWith("/proc/", StringComparison.Ordinal)
            || (path.StartsWith("/dev/", StringComparison.Ordinal) && path != "/dev/shm" && !path.StartsWith("/dev/shm/", StringComparison.Ordinal));
    }

    private static void RequireOpen(string device)
    {
        if (!File.Exists(device) || SpecialFile.IsClosedStream(device)) throw new FileNotFoundException();
    }

    // Opening a pipe just to look at it would end it for its reader: the stream that looks is the one that writes.
    private static bool TryWriteThrough(string target, Action<Stream> write)
    {
        bool device = IsDevice(target);
        if (device) RequireOpen(target);
        else if (!File.Exists(target)) return false;
        using FileStream stream = SpecialFile.Open(target, FileAccess.Write, FileShare.ReadWrite);
        if (!device && stream.CanSeek) return false;
        if (stream.CanSeek) stream.Seek(0, SeekOrigin.End);
        write(stream);
        return true;
    }

    private static void Replace(string target, Action<Stream> write, Action<string>? check)
    {
        using TemporaryFile temporary = TemporaryFile.Beside(target);
        temporary.RemoveDead();
        using (FileStream stream = temporary.OpenWrite())
        {
            UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null;
            // Who may not write a file cannot remove it, should this process die.
            SetMode(stream, mode | UnixFileMode.UserWrite);
            write(stream);
            stream.Flush(flushToDisk: true);
            SetMode(stream, mode);
        }

        check?.Invoke(temporary.Path);
        temporary.MoveTo(target);
    }

    private static void SetMode(FileStream stream, UnixFileMode? mode)
    {
        if (!OperatingSystem.IsWindows() && mode is { } given) File.SetUnixFileMode(stream.SafeFileHandle, given);
    }

    // The runtime's messages end in the path, which here may be the temporary file's.
    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException => "there is no such device, or it is closed",
        DirectoryNotFoundException => "its folder does not exist",
        UnauthorizedAccessException => "access is denied",
        _ => exception.Message.Split(" : '")[0].TrimEnd('.'),
    };
}
