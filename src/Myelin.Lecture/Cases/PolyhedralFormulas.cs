using System.Globalization;
using System.Text.RegularExpressions;
using Myelin.Analysis;

namespace Myelin.Lecture.Cases;

/// <summary>Regions of the plane, and vertices of the hypercube.</summary>
internal static partial class PolyhedralFormulas
{
    private const int MostLines = 16;

    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["sum over i = 0..d of C(p, i)"] = (item, result) =>
            result.Add("", PolyhedralRegions.MostRegions(Whole(item, "hyperplanes"), Whole(item, "dimensions"))),
        ["distinct vertices (step(h1), step(h2)) over the plane"] = (item, result) =>
        {
            Line[] lines = [.. item.Texts("lines").Select(text => Parse(text, item))];
            if (lines.Length > MostLines) throw item.Wrong("lines", $"at most {MostLines} lines");
            int[] reached = [.. PolyhedralRegions.OfPlane(lines).Select(region => region.Code.Aggregate(0, (code, side) => 2 * code + side))
                .Distinct().Order()];
            int[] missed = [.. Enumerable.Range(0, 1 << lines.Length).Except(reached)];
            result.Add("regions", reached.Length);
            result.Add("vertices", Vertices(reached, lines.Length));
            result.Add("unreachable", Vertices(missed, lines.Length));
        },
    };

    private static double[] Vertices(int[] codes, int lines) =>
        [.. codes.SelectMany(code => Enumerable.Range(1, lines).Select(i => (double)((code >> (lines - i)) & 1)))];

    private static int Whole(LectureCase item, string name) =>
        item.Number(name) is var number and >= 0 and <= 1000 && number == Math.Floor(number) ? (int)number
            : throw item.Wrong(name, "a whole number up to 1000");

    private static Line Parse(string text, LectureCase item)
    {
        string given = text.Replace(" ", "", StringComparison.Ordinal);
        MatchCollection terms = Term().Matches(given);
        if (terms.Sum(term => term.Length) != given.Length) throw item.Wrong("lines", "such as 2x1-x2+0.5");
        return new Line(Sum("x1"), Sum("x2"), Sum(""));

        double Sum(string variable) => terms.Where(term => term.Groups["variable"].Value == variable).Sum(term =>
            (term.Groups["sign"].Value == "-" ? -1 : 1) * (term.Groups["number"] is { Length: > 0 } number
                ? double.Parse(number.Value, CultureInfo.InvariantCulture) : 1));
    }

    [GeneratedRegex(@"\G(?<sign>[+-]?)(?:(?<number>\d+(?:\.\d+)?)\*?(?<variable>x[12]|)|(?<variable>x[12]))")]
    private static partial Regex Term();
}
