using Myelin.Analysis;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Models;
using Myelin.Models.Predictions;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables.Encodings;

namespace Myelin.Reports;

/// <summary>Regions on which a network is one linear function: those of a window of two inputs with area and corners, or those that rows fall into.</summary>
public static class RegionReport
{
    private const int CodeShown = 32;

    /// <summary>The regions of a model of two numeric columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="most">How many regions people see, the largest first; JSON has all.</param>
    /// <exception cref="InvalidInputException">Rows of other than two numeric inputs, or units without regions.</exception>
    public static Report OfWindow(TrainedModel model, string path, int most)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.TwoNumbers is not [(var first, var scaleFirst), (var second, var scaleSecond)])
            throw new InvalidInputException($"{path} takes rows of {model.Content.InputShape.Count} inputs, and a window has two numeric ones; "
                + $"name the data whose rows are to be counted.");
        const double limit = NumericFeature.Limit;
        const double area = 4 * limit * limit;
        PolyhedralRegion[] found = [.. PolyhedralRegions.InWindow(model.Network, -limit, limit, -limit, limit).OrderByDescending(region => region.Area)];
        Column[] columns = [Column.OfJson("code"), Column.OfText(null, "code"), Column.OfText(null, "corners"), Column.OfNumbers(null, "on"),
            Column.OfNumbers("share", "share"), Column.OfJson("corners"), Column.OfJson("outputs")];
        IReadOnlyList<Cell>[] rows = [.. found.Select(region => (Cell[])
        [
            string.Concat(region.Code), Short(region.Code), string.Join(" ", region.Corners.Select(corner => $"({Corner(corner)})")), On(region.Code),
                Cell.Share(region.Area / area),
            Cell.Of(region.Corners.Select(Corner)), Cell.Of(region.Outputs.Select(OfColumns)),
        ])];
        return Of(
            model,
            [new Fact("columns", Cell.Of([first, second]))],
            new Table(columns, rows) { Title = $"{Count(found.Length)} of ({first}, {second}), corners in the columns' units{Bound(model, 2)}" },
            MostOfFirstLayer(model, 2),
            most,
            path);

        Cell Corner((double X1, double X2) corner) =>
            Cell.Of([Cell.Significant(Original(corner.X1, scaleFirst), 4), Cell.Significant(Original(corner.X2, scaleSecond), 4)]);

        Cell OfColumns(Line output)
        {
            (double a, double b) = (output.A / scaleFirst.Scale, output.B / scaleSecond.Scale);
            return Cell.Of([Cell.Significant(a), Cell.Significant(b), Cell.Significant(output.C - a * scaleFirst.Mean - b * scaleSecond.Mean)]);
        }
    }

    /// <summary>The regions that rows fall into.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows, as the network takes them.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="most">How many regions people see, those with the most rows first; JSON has all.</param>
    /// <exception cref="InvalidInputException">Units without regions.</exception>
    public static Report OfRows(TrainedModel model, IDataSource rows, string path, int most)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        var (inputs, predictions) = (new List<float>(), new List<string>());
        foreach ((_, Batch batch) in BatchReader.Read(rows)) inputs.AddRange(batch.Inputs);
        bool hasClasses = model.Gives is PredictionKind.Class or PredictionKind.Score or PredictionKind.Cluster;
        if (hasClasses) predictions.AddRange(model.PredictAll(rows).Select(prediction => prediction.Text!));
        IReadOnlyList<RegionCount> found = PolyhedralRegions.CountOverData(model.Network, model.Content.InputShape, inputs.ToArray());
        string? shown = hasClasses ? "predictions" : null;
        Column[] columns = [Column.OfJson("code"), Column.OfText(null, "code"), new Column(null, shown), Column.OfNumbers("rows", "rows"),
            Column.OfNumbers(null, "on"), Column.OfNumbers(null, "share"), new Column(shown, null)];
        IReadOnlyList<Cell>[] lines = [.. found.Select(region =>
        {
            var counts =
                new Cell.Named([.. region.Rows.Where(_ => hasClasses).GroupBy(row => predictions[row]).OrderByDescending(group => group.Count())
                .Select(group => (group.Key, (Cell)group.Count()))]);
            return (Cell[])[string.Concat(region.Code), Short(region.Code), counts, region.Rows.Count, On(region.Code),
                Cell.Share((double)region.Rows.Count / rows.Count), counts];
        })];
        int width = model.Content.InputShape.Count;
        var table = new Table(columns, lines) { Title = $"{rows.Count} rows fall into {Count(found.Count)}{Bound(model, width)}" };
        return Of(model, [new Fact("rows", rows.Count)], table, MostOfFirstLayer(model, width), most, path);
    }

    private static Report Of(TrainedModel model, Fact[] facts, Table regions, long? mostOfFirstLayer, int most, string path) => new(
    [
        new Facts(
        [
            new Fact("network", model.Network.Canonical),
            new Fact("count", regions.Rows.Count),
            new Fact("most_of_first_layer", mostOfFirstLayer is { } bound ? bound : Cell.None),
            .. facts,
        ]),
        regions with { Key = "regions", MostShown = most },
        .. regions.Rows.Count > most ? new Section[] { new Prose($"and {regions.Rows.Count - most} smaller ones") } : [],
        new Facts(new Fact("model", path)),
    ]);

    private static string Bound(TrainedModel model, int inputs) =>
        MostOfFirstLayer(model, inputs) is { } most ? $"; the first layer alone can make {most}" : "";

    /// <summary>How many regions the first layer's hyperplanes can make at most; null where it has none, or more than can be counted.</summary>
    private static long? MostOfFirstLayer(TrainedModel model, int inputs)
    {
        if (model.Network.Children is not [(_, Linear { Activation.IsIdentity: false } first), ..]) return null;
        try
        {
            return PolyhedralRegions.MostRegions(first.Outputs, inputs);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static double Original(double standardised, Standardization scaling) => standardised * scaling.Scale + scaling.Mean;

    private static string Count(int regions) => regions == 1 ? "1 region" : $"{regions} regions";

    private static string On(IReadOnlyList<int> code) => $"{code.Count(digit => digit > 0)} of {string.Concat(code).Length}";

    private static string Short(IReadOnlyList<int> code) => string.Concat(code) is { Length: > CodeShown } text ? text[..CodeShown] + "…" : string.Concat(code);
}
