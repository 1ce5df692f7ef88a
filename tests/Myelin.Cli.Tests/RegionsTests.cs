using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests;

public sealed class RegionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_of_two_columns_has_regions_with_areas_corners_in_their_units_and_maps()
    {
        Cli.Good("train", folder.Write("two.csv", Samples.TwoClasses), "--model", Model, "--hidden", "3", "--epochs", "2", "--test-fraction", "0",
            "--validation-fraction", "0", "--quiet");
        JsonNode json = JsonNode.Parse(Cli.Good("regions", Model, "--json"))!;
        JsonArray regions = json["regions"]!.AsArray();
        Assert.Equal(((int)json["count"]!, 7), (regions.Count, (int)json["most_of_first_layer"]!));
        Assert.InRange(regions.Count, 2, 7);
        Assert.Equal(1, regions.Sum(region => (double)region!["share"]!), 1e-9);
        Assert.Equal(["x1", "x2"], json["columns"]!.AsArray().Select(column => (string)column!));
        // The window ends 4 standard deviations of the population from the mean: x1 has mean 8.5.
        double[] corners = [.. regions.SelectMany(region => region!["corners"]!.AsArray()).Select(corner => (double)corner![0]!)];
        double deviation = Math.Sqrt(new[] { 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16 }.Average(x => (x - 8.5) * (x - 8.5)));
        Assert.Equal((8.5 - 4 * deviation, 8.5 + 4 * deviation), (corners.Min(), corners.Max()), Near);
        // At a region's middle its map gives the logit of the probability that predict gives there.
        double[][] middles =
            [.. regions.Select(region => Enumerable.Range(0, 2).Select(i => region!["corners"]!.AsArray().Average(corner => (double)corner![i]!)).ToArray())];
        string rows = folder.Write("middles.csv",
            "x1,x2\n" + string.Concat(middles.Select(middle => FormattableString.Invariant($"{middle[0]:R},{middle[1]:R}\n"))));
        string[] lines = Cli.Good("predict", Model, rows, "--probabilities").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(regions.Zip(middles, lines.Skip(1)), found =>
        {
            double[] map = [.. found.First!["outputs"]![0]!.AsArray().Select(number => (double)number!)];
            double logit = map[0] * found.Second[0] + map[1] * found.Second[1] + map[2];
            Assert.Equal(double.Parse(found.Third.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture), 1 / (1 + Math.Exp(-logit)), 1e-5);
        });
        string text = Cli.Good("regions", Model, "--top", "1");
        Assert.Contains($"{regions.Count} regions of (x1, x2), corners in the columns' units; the first layer alone can make 7", text,
            StringComparison.Ordinal);
        Assert.Contains($"and {regions.Count - 1} smaller ones", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_counted_by_region_with_what_is_predicted_there()
    {
        Cli.Good("train", Samples.Iris, "--model", Model, "--hidden", "2", "--epochs", "20", "--quiet");
        JsonNode json = JsonNode.Parse(Cli.Good("regions", Model, Samples.Iris, "--json"))!;
        JsonArray regions = json["regions"]!.AsArray();
        Assert.Equal((150, 150, 4),
            (regions.Sum(region => (int)region!["rows"]!), regions.Sum(region => region!["predictions"]!.AsObject().Sum(pair => (int)pair.Value!)),
            (int)json["most_of_first_layer"]!));
        Assert.All(regions, region => Assert.Matches("^[01]{2}$", (string)region!["code"]!));
        Assert.Contains("150 rows fall into ", Cli.Good("regions", Model, Samples.Iris), StringComparison.Ordinal);
        Cli.Good("train", Samples.Housing, "--model", Model, "--hidden", "4", "--epochs", "1", "--quiet");
        Assert.Equal(2000, JsonNode.Parse(Cli.Good("regions", Model, Samples.Housing, "--json"))!["regions"]!.AsArray().Sum(region => (int)region!["rows"]!));
        Assert.Contains("on │", Cli.Good("regions", Model, Samples.Housing), StringComparison.Ordinal);
    }

    private static readonly IEqualityComparer<(double, double)> Near = EqualityComparer<(double,
        double)>.Create((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-6 && Math.Abs(a.Item2 - b.Item2) < 1e-6);
}
