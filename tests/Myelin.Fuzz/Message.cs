using System.Globalization;

namespace Myelin.Fuzz;

/// <summary>What is said to people: no control characters, which a terminal would obey, and not without end.</summary>
internal static class Message
{
    internal const int Longest = 4000;

    internal static void Require(string message, int longest)
    {
        if (message.Length > longest) throw new InvalidOperationException($"A message has {message.Length} characters: {message[..200]}…");
        foreach (char character in message)
        {
            if (char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || character is >= '\u202a' and <= '\u202e')
                throw new InvalidOperationException($"A message holds the raw character U+{(int)character:X4}.");
        }
    }
}
