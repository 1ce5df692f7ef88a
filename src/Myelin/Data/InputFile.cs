using Microsoft.Win32.SafeHandles;

namespace Myelin.Data;

/// <summary>Opens files that people name, so that what is wrong with a path is said in one line.</summary>
internal static class InputFile
{
    private const FileShare Share = FileShare.Read | FileShare.Delete;

    /// <summary>Opens a regular file for reading; others may read, replace or delete it meanwhile.</summary>
    /// <exception cref="InvalidInputException">The file is missing, a folder, not a regular file, or may not be read.</exception>
    internal static SafeFileHandle Open(string path) => Guard(path, "a regular file", () =>
    {
        if (SpecialFile.Exists(path)) throw new IOException();
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Share);
        try
        {
            _ = RandomAccess.GetLength(handle);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    });

    /// <summary>Opens a file, a pipe or a device, to be read forwards.</summary>
    /// <exception cref="InvalidInputException">It is missing, a folder, a named pipe that nobody writes to, a standard input that is closed, or may
    /// not be read.</exception>
    internal static FileStream OpenStream(string path) => Guard(path, "a file or a pipe", () => SpecialFile.IsClosedStream(path)
        ? throw new InvalidInputException($"{path} is closed; give a file.")
        : SpecialFile.Open(path, FileAccess.Read, Share, FileOptions.SequentialScan));

    /// <summary>Refuses a path that names nothing, as a variable of a script that was never set gives it.</summary>
    /// <exception cref="InvalidInputException">The path is empty.</exception>
    internal static void RequireName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) throw new InvalidInputException("The name of a file is empty; name a file.");
    }

    private static T Guard<T>(string path, string kind, Func<T> open)
    {
        RequireName(path);
        if (Directory.Exists(path)) throw new InvalidInputException($"{path} is a folder; name a file in it.");
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path} does not exist; check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidInputException($"{path} cannot be read; it must be {kind} that you may read.", exception);
        }
    }
}
