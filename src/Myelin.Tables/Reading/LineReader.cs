namespace Myelin.Tables.Reading;

/// <summary>Passes text on with every line end (CR LF, CR alone, LF) turned into LF, and refuses NUL, which no text holds.</summary>
internal sealed class LineReader(TextReader inner, string name) : TextReader
{
    private bool lastWasReturn;

    public override int Read(char[] buffer, int index, int count)
    {
        int length;
        do
        {
            length = inner.Read(buffer, index, count);
            if (length == 0) return 0;
            length = Normalise(buffer.AsSpan(index, length));
        }
        while (length == 0);
        return length;
    }

    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Normalise(Span<char> text)
    {
        if (text.Contains('\0')) throw new InvalidInputException($"{name} is not a text file: it holds NUL characters; give a CSV file.");
        if (!lastWasReturn && !text.Contains('\r')) return text.Length;
        int to = 0;
        foreach (char c in text)
        {
            if (c == '\r') text[to++] = '\n';
            else if (c != '\n' || !lastWasReturn) text[to++] = c;
            lastWasReturn = c == '\r';
        }

        return to;
    }
}
