using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Analysis;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Models;
using Myelin.Models.Predictions;
using Myelin.Tables.Encodings;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Regions of a network: of a window of two inputs with area and corners, or of rows with their number.</summary>
internal sealed class RegionReport
{
    private const int CodeShown = 32;

    private readonly string title;
    private readonly RegionLine[] regions;
    private readonly JsonObject json;

    private RegionReport(string title, RegionLine[] regions, JsonObject json) => (this.title, this.regions, this.json) = (title, regions, json);

    /// <summary>The regions of a model of two numeric columns.</summary>
    /// <exception cref="InvalidInputException">Rows of other than two numeric inputs, or units without regions.</exception>
    internal static RegionReport OfWindow(TrainedModel model, string path)
    {
        if (model.TwoNumbers is not [(var first, var scaleFirst), (var second, var scaleSecond)])
            throw new InvalidInputException($"{path} takes rows of {model.Content.InputShape.Count} inputs, and a window has two numeric ones; name the data whose rows are to be counted.");
        const double limit = NumericFeature.Limit;
        IReadOnlyList<PolyhedralRegion> found = PolyhedralRegions.InWindow(model.Network, -limit, limit, -limit, limit);
        double area = 4 * limit * limit;
        RegionLine[] lines = [.. found.OrderByDescending(region => region.Area).Select(region => new RegionLine(region.Code, region.Area / area, "", Corners(region)))];
        JsonObject json = Start(model, found.Count, 2);
        json["columns"] = JsonText.Texts([first, second]);
        json["regions"] = new JsonArray([.. lines.Zip(found.OrderByDescending(region => region.Area), (line, region) => new JsonObject
        {
            ["code"] = string.Concat(region.Code),
            ["share"] = JsonText.Number(line.Share),
            ["corners"] = new JsonArray([.. region.Corners.Select(corner => (JsonNode)new JsonArray(JsonText.Number(Original(corner.X1, scaleFirst)), JsonText.Number(Original(corner.X2, scaleSecond))))]),
            ["outputs"] = new JsonArray([.. region.Outputs.Select(OfColumns).Select(output => (JsonNode)new JsonArray(JsonText.Number(output.A), JsonText.Number(output.B), JsonText.Number(output.C)))]),
        })]);
        return new RegionReport($"{Count(found.Count)} of ({first}, {second}), corners in the columns' units{Bound(model, 2)}", lines, json);

        Line OfColumns(Line output)
        {
            (double a, double b) = (output.A / scaleFirst.Scale, output.B / scaleSecond.Scale);
            return new Line(a, b, output.C - a * scaleFirst.Mean - b * scaleSecond.Mean);
        }

        string Corners(PolyhedralRegion region) => string.Join(" ", region.Corners.Select(corner => $"({Short(Original(corner.X1, scaleFirst))}, {Short(Original(corner.X2, scaleSecond))})"));
    }

    /// <summary>The regions that rows fall into.</summary>
    internal static RegionReport OfRows(TrainedModel model, IDataSource rows)
    {
        var (inputs, predictions) = (new List<float>(), new List<string>());
        foreach ((_, Batch batch) in BatchReader.Read(rows)) inputs.AddRange(batch.Inputs);
        bool hasClasses = model.Gives is PredictionKind.Class or PredictionKind.Score or PredictionKind.Cluster;
        if (hasClasses) predictions.AddRange(model.PredictAll(rows).Select(prediction => prediction.Text!));
        IReadOnlyList<RegionCount> found = PolyhedralRegions.CountOverData(model.Network, model.Content.InputShape, inputs.ToArray());
        RegionLine[] lines = [.. found.Select(region => new RegionLine(region.Code, (double)region.Rows.Count / rows.Count, $"{region.Rows.Count}", hasClasses ? Counts(region) : ""))];
        JsonObject json = Start(model, found.Count, model.Content.InputShape.Count);
        json["rows"] = rows.Count;
        json["regions"] = new JsonArray([.. found.Select(region =>
        {
            var item = new JsonObject { ["code"] = string.Concat(region.Code), ["rows"] = region.Rows.Count };
            if (hasClasses) item["predictions"] = new JsonObject(Grouped(region).Select(pair => KeyValuePair.Create(pair.Prediction, (JsonNode?)pair.Rows)));
            return item;
        })]);
        return new RegionReport($"{rows.Count} rows fall into {Count(found.Count)}{Bound(model, model.Content.InputShape.Count)}", lines, json);

        IEnumerable<(string Prediction, int Rows)> Grouped(RegionCount region) => region.Rows.GroupBy(row => predictions[row]).OrderByDescending(group => group.Count()).Select(group => (group.Key, group.Count()));
        string Counts(RegionCount region) => string.Join(", ", Grouped(region).Select(pair => $"{pair.Prediction} {pair.Rows}"));
    }

    internal JsonObject ToJson() => json;

    /// <summary>Writes the largest regions.</summary>
    internal void Write(IAnsiConsole console, int most)
    {
        bool ofRows = regions.Any(region => region.Rows.Length > 0), hasDetails = regions.Any(region => region.Details.Length > 0);
        Grid table = TextTable.Of(hasDetails ? ["code", ofRows ? "predictions" : "corners"] : ["code"], [.. ofRows ? new[] { "rows" } : [], "on", "share"]);
        foreach (RegionLine region in regions.Take(most))
        {
            string code = string.Concat(region.Code);
            table.AddCells([code.Length > CodeShown ? code[..CodeShown] + "…" : code, .. hasDetails ? new[] { region.Details } : [], .. ofRows ? new[] { region.Rows } : [], $"{region.Code.Count(digit => digit > 0)} of {code.Length}", region.Share.ToString("0.0 %", CultureInfo.InvariantCulture)]);
        }

        table.Write(console, title);
        if (regions.Length > most) console.Write(new Text($"and {regions.Length - most} smaller ones\n"));
    }

    private static JsonObject Start(TrainedModel model, int count, int inputs) => new() { ["network"] = model.Network.Canonical, ["count"] = count, ["most_of_first_layer"] = MostOfFirstLayer(model, inputs) };

    private static string Bound(TrainedModel model, int inputs) => MostOfFirstLayer(model, inputs) is { } most ? $"; the first layer alone can make {most}" : "";

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

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private sealed record RegionLine(IReadOnlyList<int> Code, double Share, string Rows, string Details);
}
