using System.Globalization;

namespace Myelin.Tables.Columns;

/// <summary>Reads the trimmed text of cells, with one kind of decimal mark.</summary>
/// <param name="decimalComma">Whether numbers are written <c>3,14</c>.</param>
internal sealed class CellParser(bool decimalComma)
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] DateFormats =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "d MMM yyyy", "d-MMM-yyyy", "MMM d yyyy", "MMM d, yyyy",
    ];

    private readonly NumberFormatInfo format = new() { NumberDecimalSeparator = decimalComma ? "," : "." };

    /// <summary>
    /// Numbers have a sign, digits, a decimal mark and an exponent; thousands separators make them text. <c>inf</c> and <c>Infinity</c>
    /// are not finite, and what exceeds float32 is too large.
    /// </summary>
    internal Cell Parse(ReadOnlySpan<char> text, out float value)
    {
        value = float.NaN;
        if (IsMissing(text)) return Cell.Missing;
        if (!float.TryParse(text, Style, format, out value)) return IsInfinity(text) ? Cell.NotFinite : Cell.Text;
        if (float.IsFinite(value)) return Cell.Number;
        return text.ContainsAnyInRange('0', '9') ? Cell.TooLarge : Cell.NotFinite;
    }

    /// <summary>Whether two numbers that are one in float32 are one as they are written.</summary>
    internal bool AreEqual(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        decimal.TryParse(one, Style, format, out decimal exact) && decimal.TryParse(other, Style, format, out decimal beside)
        ? exact == beside
        : double.Parse(one, Style, format) == double.Parse(other, Style, format);

    internal static bool IsMissing(ReadOnlySpan<char> text) =>
        text.Length <= 3 && (text.IsEmpty || text is "?" or "NA" || text.Equals("nan", StringComparison.OrdinalIgnoreCase));

    /// <summary>ISO 8601 dates and the common orders of day, month and year, with or without a time of day behind a blank or T.</summary>
    internal static bool IsDate(string text)
    {
        if (text.Length < 6 || !text.Any(char.IsAsciiDigit)) return false;
        if (DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return true;
        int colon = text.IndexOf(':');
        int end = colon < 0 ? -1 : text.LastIndexOfAny(['T', ' '], colon);
        return end > 0 && DateOnly.TryParseExact(text[..end], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && DateTime.TryParse("2000-01-01T" + text[(end + 1)..], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static bool IsInfinity(ReadOnlySpan<char> text)
    {
        if (text[0] is '+' or '-') text = text[1..];
        return text.Equals("inf", StringComparison.OrdinalIgnoreCase);
    }
}
