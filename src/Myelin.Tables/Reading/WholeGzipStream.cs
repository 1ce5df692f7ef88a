using System.IO.Compression;

namespace Myelin.Tables.Reading;

/// <summary>
/// Decompresses gzip data and refuses it where it is cut off, which <see cref="GZipStream"/> takes for its end. One more gzip member is
/// appended; its text comes out last, and is held back, only when everything before it is complete. The compressed stream stays open.
/// </summary>
internal sealed class WholeGzipStream : ReadOnlyStream
{
    private static readonly byte[] EndMark = "end of complete data"u8.ToArray();
    private static readonly byte[] CompressedEndMark = Compress(EndMark);

    private readonly GZipStream gzip;
    private readonly byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool ended;

    // Until the end is known to be whole, the last bytes may be those of the appended member taken for data.
    private int HeldBack => ended ? EndMark.Length : EndMark.Length + CompressedEndMark.Length;

    internal WholeGzipStream(Stream compressed) =>
        gzip = new GZipStream(new JoinedStream(compressed, new MemoryStream(CompressedEndMark)), CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The data is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (end - start <= HeldBack)
        {
            if (ended) return 0;
            Refill();
        }

        int count = Math.Min(buffer.Length, end - start - HeldBack);
        this.buffer.AsSpan(start, count).CopyTo(buffer);
        start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) gzip.Dispose();
        base.Dispose(disposing);
    }

    private void Refill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int count = gzip.Read(buffer.AsSpan(end));
        ended = count == 0;
        end += count;
        if (ended && !buffer.AsSpan(0, end).EndsWith(EndMark)) throw new InvalidDataException("The gzip data is cut off.");
    }

    private static byte[] Compress(byte[] text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(text);
        return compressed.ToArray();
    }
}
