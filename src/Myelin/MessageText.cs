using System.Runtime.CompilerServices;
using System.Text;
using Myelin.Grammar;

namespace Myelin;

/// <summary>
/// The interpolated text of an <see cref="InvalidInputException"/>: whatever is put into it comes from outside, and is quoted as
/// <see cref="OneLine.Quoted"/> does.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct MessageText
{
    private const int LongestCause = 2000;

    private readonly StringBuilder text;

    /// <summary>Begins a text; the compiler calls this.</summary>
    /// <param name="literalLength">The number of characters that are not put in.</param>
    /// <param name="formattedCount">The number of values that are.</param>
    public MessageText(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>Adds a part of the text itself; the compiler calls this.</summary>
    /// <param name="literal">The part.</param>
    public void AppendLiteral(string literal) => text.Append(literal);

    /// <summary>Adds a value; of an exception the message, which has quoted what it names, without the parameter. The compiler calls this.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format">Its format, or null.</param>
    public void AppendFormatted<T>(T value, string? format = null) => text.Append(value switch
    {
        Exception cause => OneLine.Quoted(WithoutParameter(cause), LongestCause),
        IFormattable number => OneLine.Quoted(number.ToString(format, null)),
        _ => OneLine.Quoted(value?.ToString()),
    });

    /// <summary>Adds a part of a text; the compiler calls this.</summary>
    /// <param name="value">The part.</param>
    public void AppendFormatted(ReadOnlySpan<char> value) => text.Append(OneLine.Quoted(value.ToString()));

    /// <summary>Adds names that the program itself has, all of them however many they are.</summary>
    /// <param name="names">The names.</param>
    public void AppendFormatted(IEnumerable<string> names) => text.AppendJoin(", ", names.Select(OneLine.Clean));

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>An exception's message without the name and the value of a parameter, which mean something to programmers alone.</summary>
    internal static string WithoutParameter(Exception cause)
    {
        string message = cause.Message;
        if (cause is not ArgumentException { ParamName: { Length: > 0 } name }) return message;
        // The runtime puts both at the end, in words of its own language.
        int end = message.LastIndexOf($"'{name}'", StringComparison.Ordinal);
        int start = end < 0 ? -1 : message.LastIndexOf(" (", end, StringComparison.Ordinal);
        return start < 0 ? message : message[..start];
    }
}
