using System.Text;
using Myelin.Grammar;

namespace Myelin.Cli;

/// <summary>Writes messages, and drops those that cannot be written: no work is lost because nobody can be told of it.</summary>
internal sealed class MessageWriter(TextWriter inner) : TextWriter
{
    // A message may name every loss or every column, but a column's name may have a million characters.
    private const int LongestMessage = 4000;

    private readonly Lock gate = new();
    private bool closed;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <summary>Writes a message; control characters in it, which may come from a file, are shown, and of a long one the beginning and the end.</summary>
    /// <param name="value">The message, one line.</param>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(OneLine.Quoted(value, LongestMessage)));

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    /// <inheritdoc/>
    public override string ToString() => inner.ToString()!;

    /// <summary>Writes a last text; what comes later is dropped.</summary>
    internal void End(string last)
    {
        Write(last);
        Flush();
        lock (gate) closed = true;
    }

    private void Try(Action write)
    {
        lock (gate)
        {
            if (closed) return;
            try
            {
                write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // There is no place left to say it.
            }
        }
    }
}
