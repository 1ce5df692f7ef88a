using System.Globalization;

namespace Myelin.Lecture.Topics;

/// <summary>A worked table: what it shows, headings, and rows as they are printed.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Headings">A heading for each column.</param>
/// <param name="Rows">The rows, a text for each column.</param>
public sealed record LectureTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A number with at most four decimals.</summary>
    internal static string Text(double value) => Text(value, 4);

    /// <summary>A number with at most so many decimals.</summary>
    internal static string Text(double value, int decimals)
    {
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "-∞";
        string text = value.ToString($"0.{new string('#', decimals)}", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>A number that may be very small, with four significant digits.</summary>
    internal static string Significant(double value) => value == 0 || Math.Abs(value) >= 1e-4 ? Text(value) : value.ToString("0.###e+0", CultureInfo.InvariantCulture);
}
