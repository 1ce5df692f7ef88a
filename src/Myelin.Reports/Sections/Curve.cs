using Myelin.Reports.Cells;
using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>A line of a curve.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Values">A value for each point; NaN where it has none.</param>
public sealed record Series(string Key, string Name, IReadOnlyList<double> Values);

/// <summary>
/// Values over a common axis, such as a loss over epochs. In JSON it is an object with an array for the axis and one for each series; in text a table
/// of some of the points, first and last included; figures draw it.
/// </summary>
/// <param name="Axis">The axis, such as the epochs.</param>
/// <param name="Lines">The lines.</param>
public sealed record Curve(Series Axis, IReadOnlyList<Series> Lines) : Section
{
    private const int MostPointsShown = 12;

    internal override void Write(JsonReport json)
    {
        json.Begin(Key!);
        foreach (Series series in Lines.Prepend(Axis)) json.Add(series.Key, Cell.Of(series.Values.Select(Cell.Metric)));
        json.End();
    }

    internal override void Write(ITextSurface surface)
    {
        int last = Axis.Values.Count - 1;
        int points = Math.Min(MostPointsShown, last + 1);
        IEnumerable<int> shown = Enumerable.Range(0, points).Select(k => points == 1 ? 0 : (int)((long)k * last / (points - 1)));
        surface.Table(new TextTable(
            Title,
            [.. Lines.Prepend(Axis).Select(series => new TextColumn(series.Name, true))],
            [.. shown.Select(i => Lines.Select(series => double.IsNaN(series.Values[i]) ? "" : NumberFormat.Metric.Text(series.Values[i]))
                .Prepend(NumberFormat.Significant(6).Text(Axis.Values[i])).ToArray())]));
    }
}
