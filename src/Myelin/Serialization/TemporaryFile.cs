using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Myelin.Data;

namespace Myelin.Serialization;

/// <summary>
/// A file that is written beside another and then takes its place. It is held open from its first to its last moment, with a lock that ends with the
/// process, so that the next save in the folder knows what a dead process left, and removes it. The name tells the host, since the locks of a network
/// folder need not reach other hosts.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const int Attempts = 10;
    private const int HostDigits = 8;
    private const int RandomDigits = 16;
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    private static readonly string Prefix =
        $".myelin-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..HostDigits]}-";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lock Gate = new();
    private static readonly HashSet<TemporaryFile> Living = [];

    private readonly string path;
    private readonly SafeFileHandle held;

    private TemporaryFile(string path)
    {
        this.path = path;
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, Shared).Dispose();
        held = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Shared);
        if (File.Exists(path)) return;
        held.Dispose();
        throw new IOException("its temporary file was removed");
    }

    /// <summary>Where it is.</summary>
    internal string Path => path;

    /// <summary>Makes an empty file in the folder of another.</summary>
    internal static TemporaryFile Beside(string target)
    {
        lock (Gate)
        {
            for (int attempt = 1; ; attempt++)
            {
                string path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!,
                    Prefix + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true));
                try
                {
                    var file = new TemporaryFile(path);
                    Living.Add(file);
                    return file;
                }
                catch (IOException) when (attempt < Attempts)
                {
                    // Another save may have met the file in the moment before it was held, and taken it for a dead process's.
                    if (File.Exists(path)) File.Delete(path);
                }
            }
        }
    }

    /// <summary>
    /// Deletes all files of this process that have not taken their places, and holds back every later one. Gives up on a file system that does not
    /// answer.
    /// </summary>
    internal static void DeleteAll()
    {
        if (!Gate.TryEnter(Patience)) return;
        foreach (TemporaryFile file in Living) File.Delete(file.path);
    }

    /// <summary>Opens the file to be written.</summary>
    internal FileStream OpenWrite() => new(path, FileMode.Open, FileAccess.Write, Shared);

    /// <summary>Removes what dead processes of this host left in the folder. What cannot be removed stays.</summary>
    internal void RemoveDead()
    {
        // Where even our own file can be had, locks mean nothing.
        if (TryOpenAlone(path, FileOptions.None)) return;
        try
        {
            foreach (string other in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(path)!, Prefix + "*"))
            {
                if (IsOurs(System.IO.Path.GetFileName(other)) && new FileInfo(other).LinkTarget is null && !SpecialFile.Exists(other))
                    TryOpenAlone(other, FileOptions.DeleteOnClose);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder may be written to, but not be listed.
        }
    }

    /// <summary>Gives the file its place.</summary>
    internal void MoveTo(string target)
    {
        lock (Gate)
        {
            File.Move(path, target, overwrite: true);
            Living.Remove(this);
        }
    }

    /// <summary>Deletes the file, unless it has taken its place.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (Living.Remove(this)) File.Delete(path);
            held.Dispose();
        }
    }

    private static bool IsOurs(string name) => name.Length == Prefix.Length + RandomDigits && name[Prefix.Length..].All(char.IsAsciiHexDigitLower);

    private static bool TryOpenAlone(string path, FileOptions options)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 0, options).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
