using System.Globalization;
using System.Text;

namespace Myelin.Grammar;

/// <summary>
/// Text from a file, an option or a name as it may stand in a message of one line. It may hold anything: control characters, which a terminal would
/// obey, are shown as <c>\n</c> or <c>\u001b</c>, and so are line separators, characters that turn the direction of writing, and halves of surrogate
/// pairs.
/// </summary>
public static class OneLine
{
    /// <summary>The most characters that one quoted text has in a message, 400; of a longer one its beginning and its end are shown.</summary>
    public const int Longest = 400;

    private const int End = 80;

    /// <summary>A text with all control characters shown, however long.</summary>
    /// <param name="text">The text; null counts as empty.</param>
    public static string Clean(string? text)
    {
        if (text is null) return "";
        int first = 0;
        while (first < text.Length && !MayHide(text[first])) first++;
        if (first == text.Length) return text;
        var clean = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (int i = first; i < text.Length; i++)
        {
            bool isPair = char.IsSurrogatePair(text, i);
            if (!isPair && IsHidden(text[i])) clean.Append(Shown(text[i]));
            else clean.Append(text[i]);
            if (isPair) clean.Append(text[++i]);
        }

        return clean.ToString();
    }

    /// <summary>A text to be quoted: with all control characters shown, and at most <paramref name="longest"/> characters long.</summary>
    /// <param name="text">The text; null counts as empty.</param>
    /// <param name="longest">The most characters, 200 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 200.</exception>
    public static string Quoted(string? text, int longest = Longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 200);
        // What is left out is left out before it is looked through: a text may have a hundred million characters.
        if (text is not null && text.Length > longest) text = $"{text.AsSpan(0, longest - End - 1)}…{text.AsSpan(text.Length - End)}";
        string clean = Clean(text);
        return clean.Length <= longest ? clean : $"{Whole(clean.AsSpan(0, longest - End - 1))}…{Whole(clean.AsSpan(clean.Length - End))}";
    }

    // A cut may fall between the halves of a character.
    private static ReadOnlySpan<char> Whole(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && char.IsLowSurrogate(text[0])) text = text[1..];
        return text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
    }

    private static bool MayHide(char character) => char.IsSurrogate(character) || IsHidden(character);

    private static bool IsHidden(char character) =>
        char.GetUnicodeCategory(
            character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        || character is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Shown(char character) => character switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}"),
    };
}
