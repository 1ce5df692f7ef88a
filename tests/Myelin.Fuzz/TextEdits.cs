using System.Text;

namespace Myelin.Fuzz;

/// <summary>Changes of texts whose parts stand between signs: tables and the grammar of layers.</summary>
internal static class TextEdits
{
    private static readonly string[] OddTokens =
    [
        "", " ", "\"", "\"\"", ",", ";", "\t", "|", "\r", "\n", "\r\n", "\0", "\u001b[31m", "\u0085", "\u2028", "\u202e", "\ufeff", "…", "é", "變數",
        "𝛼", "nan", "NaN", "inf", "-Infinity", "1e999", "-1e-999", "0",
        "-0", "1", "-1", "2147483648", "99999999999999999999", "0x1p3", "1,5", "1.234.567,8", "?", "NA", ":", "=", "/", "(", ")", "'", "per=channel",
        "0.5/0.5", "linear:8", "relu", "conv:4,3", "flatten", "target",
    ];

    /// <summary>Makes one to four changes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="between">The signs that its parts stand between.</param>
    /// <param name="random">Where the changes come from.</param>
    internal static string Apply(string text, string between, System.Random random)
    {
        List<string> parts = Split(text, between);
        for (int edits = 1 + random.Next(4); edits > 0; edits--)
        {
            int at = random.Next(parts.Count), other = random.Next(parts.Count);
            switch (random.Next(7))
            {
                case 0:
                    parts[at] = Odd(random);
                    break;
                case 1:
                    parts.Insert(at, Odd(random));
                    break;
                case 2:
                    if (parts.Count > 1) parts.RemoveAt(at);
                    break;
                case 3:
                    (parts[at], parts[other]) = (parts[other], parts[at]);
                    break;
                case 4:
                    parts.Insert(other, parts[at]);
                    break;
                case 5:
                    parts[at] += Odd(random);
                    break;
                default:
                    int count = Math.Min(parts.Count - at, random.Next(1, 20));
                    if (parts.Count < 5000) parts.InsertRange(other, parts.GetRange(at, count));
                    break;
            }
        }

        return string.Concat(parts);
    }

    internal static string Odd(System.Random random) =>
        random.Next(200) == 0 ? new string((char)random.Next(1, 0x3000), random.Next(20_000)) : OddTokens[random.Next(OddTokens.Length)];

    private static List<string> Split(string text, string between)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        foreach (char character in text)
        {
            if (!between.Contains(character))
            {
                part.Append(character);
                continue;
            }

            parts.Add(part.ToString());
            parts.Add(character.ToString());
            part.Clear();
        }

        parts.Add(part.ToString());
        return parts;
    }
}
