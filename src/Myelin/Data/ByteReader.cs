using System.Buffers.Binary;
using System.IO.Compression;

namespace Myelin.Data;

/// <summary>
/// Reads a file of bytes forwards, plain or gzip, told apart by the first two bytes. Nothing is believed about its size: memory grows
/// with the bytes that arrive. A gzip file of several members is refused as cut. Every failure names the file and the offset, which counts unpacked bytes.
/// </summary>
internal sealed class ByteReader : IDisposable
{
    private const int FirstBlock = 1 << 20;

    private readonly string path;
    private readonly Stream stream;
    private readonly bool packed;
    private readonly uint packedLength;
    private long offset;

    internal ByteReader(string path)
    {
        this.path = path;
        var file = new FileStream(InputFile.Open(path), FileAccess.Read);
        packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        if (packed) packedLength = ReadPackedLength(file);
        file.Position = 0;
    }

    /// <summary>Reads as many bytes as there are, up to <paramref name="limit"/>.</summary>
    internal byte[] Read(int limit)
    {
        var bytes = new byte[Math.Min(limit, FirstBlock)];
        int length = 0;
        for (int read = 1; read > 0 && length < limit; length += read)
        {
            if (length == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(limit, 2L * length));
            read = ReadSome(bytes.AsSpan(length));
        }

        Array.Resize(ref bytes, length);
        return bytes;
    }

    /// <summary>Reads a big-endian 32-bit number.</summary>
    /// <param name="what">What it stands for, for the message when the file ends before it.</param>
    internal uint ReadBigEndian(string what)
    {
        byte[] bytes = Read(sizeof(uint));
        return bytes.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : throw Error(what, "the end of the file");
    }

    /// <summary>Whether nothing follows. Only then is a gzip file's checksum verified.</summary>
    internal bool AtEnd() => ReadSome(stackalloc byte[1]) == 0;

    /// <summary>The exception that says what was expected and what was found, <paramref name="back"/> bytes before the current offset.</summary>
    internal InvalidInputException Error(string expected, string found, int back = 0) =>
        new($"{path}, offset {offset - back}{(packed ? " (unpacked)" : "")}: expected {expected}, found {found}; the file is damaged or of another kind.");

    public void Dispose() => stream.Dispose();

    // GZipStream takes a cut file for a complete one. The format ends in the unpacked length, modulo 2³², of its only or last member.
    private static uint ReadPackedLength(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        file.Position = Math.Max(0, file.Length - bytes.Length);
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read < bytes.Length ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private int ReadSome(Span<byte> bytes)
    {
        try
        {
            int read = stream.Read(bytes);
            offset += read;
            if (packed && read == 0 && (uint)offset != packedLength) throw Error($"{packedLength} bytes, as the gzip data's end says", $"{offset}");
            return read;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Error(packed ? "sound gzip data" : "more bytes", exception.Message.TrimEnd('.'));
        }
    }
}
