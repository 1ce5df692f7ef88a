namespace Myelin.Tables.Reading;

/// <summary>Two streams read one after the other; closing it leaves both open.</summary>
internal sealed class JoinedStream(Stream first, Stream second) : ReadOnlyStream
{
    private bool atSecond;

    public override int Read(Span<byte> buffer)
    {
        if (!atSecond)
        {
            int count = first.Read(buffer);
            if (count > 0) return count;
            atSecond = true;
        }

        return second.Read(buffer);
    }
}
