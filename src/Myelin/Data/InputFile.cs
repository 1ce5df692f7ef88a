using Microsoft.Win32.SafeHandles;

namespace Myelin.Data;

/// <summary>Opens files that people name, so that what is wrong with a path is said in one line.</summary>
internal static class InputFile
{
    /// <summary>Opens a regular file for reading; others may read, replace or delete it meanwhile.</summary>
    /// <exception cref="InvalidInputException">The file is missing, a folder, not a regular file, or may not be read.</exception>
    internal static SafeFileHandle Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new InvalidInputException($"{path} is a folder; name a file in it.");
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            _ = RandomAccess.GetLength(handle);
            return handle;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path} does not exist; check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new InvalidInputException($"{path} cannot be read; it must be a regular file that you may read.", exception);
        }
    }
}
