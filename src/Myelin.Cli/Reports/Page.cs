using Myelin.Grammar;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>Prose on the output, wrapped where characters may be one or two columns wide.</summary>
internal sealed class Page(TextWriter output, int width)
{
    /// <summary>Wider lines are hard to read.</summary>
    internal const int WidestText = 80;

    // These do not begin a line in Chinese.
    private const string Closing = "，。、；：？！）」』》…％";

    /// <summary>A heading, underlined.</summary>
    internal void Heading(string text)
    {
        output.WriteLine(text);
        output.WriteLine(new string('═', Math.Min(width, text.GetCellWidth())));
        output.WriteLine();
    }

    /// <summary>Paragraphs with a blank line behind each.</summary>
    internal void Paragraphs(IEnumerable<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
        {
            foreach (string line in Wrap(OneLine.Clean(paragraph), width)) output.WriteLine(line);
            output.WriteLine();
        }
    }

    /// <summary>Lines that stay as they are, indented below a title.</summary>
    internal void Lines(string title, IReadOnlyList<string> lines)
    {
        output.WriteLine(title.TrimEnd());
        foreach (string line in lines) output.WriteLine(line.Length == 0 ? "" : $"  {line}");
        if (lines.Count > 0) output.WriteLine();
    }

    /// <summary>Lines of at most so many columns, broken at blanks and beside wide characters.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        int columns = 0;
        foreach (string piece in Pieces(text))
        {
            int wide = piece.TrimEnd().GetCellWidth();
            if (columns > 0 && columns + wide > width)
            {
                yield return line.TrimEnd();
                (line, columns) = ("", 0);
            }

            line += piece;
            columns += piece.GetCellWidth();
        }

        if (line.Length > 0) yield return line.TrimEnd();
    }

    /// <summary>The parts between which a line may break: words with the blanks behind them, and wide characters with the closing signs behind them.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            bool afterBlank = text[i - 1] == ' ' && text[i] != ' ';
            bool besideWide = (IsWide(text[i - 1]) || IsWide(text[i])) && text[i] != ' ' && !Closing.Contains(text[i])
                && text[i - 1] is not ('（' or '「' or '『' or '《');
            if (!afterBlank && !besideWide) continue;
            yield return text[start..i];
            start = i;
        }

        yield return text[start..];
    }

    private static bool IsWide(char character) => character.ToString().GetCellWidth() == 2;
}
