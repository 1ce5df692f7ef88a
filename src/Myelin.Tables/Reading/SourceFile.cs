using Myelin.Data;

namespace Myelin.Tables.Reading;

/// <summary>
/// A file, or a stream in memory where it is a pipe, that can be read from the start more than once; gzip data is decompressed while it is read.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private readonly Stream stream;
    private readonly bool isGzip;

    private SourceFile(Stream stream, string name)
    {
        Name = name;
        this.stream = stream.CanSeek ? stream : InMemory(stream, name);
        var start = new byte[4];
        this.stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start.AsSpan().SequenceEqual("PAR1"u8)) throw Unsupported(name, "Parquet");
        if (start.AsSpan().SequenceEqual("PK\u0003\u0004"u8)) throw Unsupported(name, "zip or Excel");
        isGzip = start is [0x1F, 0x8B, ..];
    }

    /// <summary>What the data is called in messages.</summary>
    internal string Name { get; }

    internal static SourceFile Open(string path)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)) throw Unsupported(path, "Parquet");
        return Open(InputFile.OpenStream(path), path);
    }

    /// <summary>Takes the stream over and closes it in the end.</summary>
    internal static SourceFile Open(Stream stream, string name)
    {
        try
        {
            return new SourceFile(stream, name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The data from its start. Only one reader at a time; closing it leaves the file open for the next.</summary>
    internal Stream Read()
    {
        stream.Position = 0;
        return isGzip ? new WholeGzipStream(stream) : new JoinedStream(stream, Stream.Null);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static MemoryStream InMemory(Stream stream, string name)
    {
        var memory = new MemoryStream();
        try
        {
            stream.CopyTo(memory, 1 << 20);
        }
        catch (Exception e) when (memory.Length > int.MaxValue / 2 && e is (OutOfMemoryException or IOException))
        {
            throw new InvalidInputException($"{name} holds more than the 2 GB that can be read from a pipe; give a file.", e);
        }

        stream.Dispose();
        memory.Position = 0;
        return memory;
    }

    private static InvalidInputException Unsupported(string name, string format) =>
        new($"{name} is a {format} file, which cannot be read yet; save the table as CSV.");
}
