using Myelin.Analysis;
using Xunit;

namespace Myelin.Tests.Analysis;

/// <summary>Regions of lines: areas, codes, counts, and lines that are parallel, coincident or concurrent, against a grid of points.</summary>
public sealed class PolyhedralRegionsTests
{
    private const double Half = 3;
    private const int Side = 600;

    [Theory]
    [InlineData(2, 2, 4)]
    [InlineData(3, 2, 7)]
    [InlineData(4, 2, 11)]
    [InlineData(3, 3, 8)]
    [InlineData(4, 3, 15)]
    [InlineData(0, 2, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(40, 50, 1L << 40)]
    public void The_most_regions_are_the_sum_of_binomials(int hyperplanes, int dimensions, long regions) =>
        Assert.Equal(regions, PolyhedralRegions.MostRegions(hyperplanes, dimensions));

    [Fact]
    public void A_count_beyond_a_long_is_refused() => Assert.Throws<OverflowException>(() => PolyhedralRegions.MostRegions(100, 60));

    [Fact]
    public void Xor_has_three_regions_and_three_vertices()
    {
        var regions = PolyhedralRegions.OfPlane([new Line(1, 1, -0.5), new Line(1, 1, -1.5)]);
        Assert.Equal(["00", "10", "11"], regions.Select(Code).Order());
    }

    [Fact]
    public void Lines_in_general_position_reach_the_most_regions()
    {
        Line[] lines = [new(1, 0.3, 0.2), new(0.4, -1, 0.3), new(1, 1, -0.7), new(-0.2, 1, 0.9)];
        Assert.Equal(11, PolyhedralRegions.OfPlane(lines).Count);
    }

    [Theory]
    [InlineData(1e8, 1)]
    [InlineData(1e6, 0.01)]
    [InlineData(1e3, 1e-4)]
    public void A_window_far_from_the_origin_has_the_regions_that_it_has_there(double offset, double width)
    {
        var random = new System.Random(3);
        Line[] near = [.. Enumerable.Range(0, 6).Select(_ => new Line(Next(), Next(), Next() / 8))];
        Line[] far = [.. near.Select(line => new Line(line.A, line.B, line.C * width - line.A * offset - line.B * offset))];
        IReadOnlyList<PolyhedralRegion> expected = PolyhedralRegions.InWindow(near, 0, 1, 0, 1),
            regions = PolyhedralRegions.InWindow(far, offset, offset + width, offset, offset + width);
        Assert.Equal(expected.Select(Code), regions.Select(Code));
        Assert.Equal(width * width, regions.Sum(region => region.Area), 1e-6 * width * width);

        double Next() => 2 * random.NextDouble() - 1;
    }

    [Fact]
    public void Many_lines_through_one_point_make_twice_as_many_regions()
    {
        var random = new System.Random(4);
        for (int run = 0; run < 100; run++)
        {
            (double x, double y) = (random.NextDouble(), random.NextDouble());
            // Every other line crosses its neighbour at a thousandth, so that the place where they do is rounded by a thousand units in the last place.
            double[] angles = [.. Enumerable.Range(0, 10).Select(_ => Math.PI * random.NextDouble()).SelectMany(angle => (double[])[angle, angle + 1e-3])];
            Line[] lines = [.. angles.Select(angle => new Line(Math.Cos(angle), Math.Sin(angle), -(Math.Cos(angle) * x) - (Math.Sin(angle) * y)))];
            Assert.Equal(40, PolyhedralRegions.InWindow(lines, -1, 2, -1, 2).Count);
        }
    }

    [Fact]
    public void Lines_that_are_parallel_but_for_rounding_do_not_meet()
    {
        Assert.Null(new Line(0.1, 0.3, -1).MeetingPoint(new Line(0.7, 2.1, 1)));
        Assert.Equal(10, PolyhedralRegions.OfPlane([new(0.1, 0.3, -1), new(0.7, 2.1, 1), new(1, 0, 0), new(0, 1, 0)]).Count);
        Assert.Equal(4, PolyhedralRegions.OfPlane([new(1e-170, 0, 1e-170), new(0, 1e-170, 1e-170)]).Count);
    }

    [Fact]
    public void More_numbers_than_there_is_room_for_are_refused()
    {
        var random = new System.Random(1);
        Line[] lines = [.. Enumerable.Range(0, 2000)
            .Select(_ => new Line(random.NextDouble() - 0.5, random.NextDouble() - 0.5, (random.NextDouble() - 0.5) / 8))];
        Assert.Contains("more than 33554 regions of 2000 units",
            Assert.Throws<InvalidInputException>(() => PolyhedralRegions.InWindow(lines, -1, 1, -1, 1)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Line[]> Degenerate => new()
    {
        { "none", [] },
        { "parallel", [new(1, 2, 0), new(1, 2, 1), new(-2, -4, 3)] },
        { "coincident", [new(1, -1, 0.5), new(2, -2, 1), new(-1, 1, -0.5)] },
        { "concurrent", [new(1, 0, 0), new(0, 1, 0), new(1, 1, 0), new(1, -1, 0), new(0.3, 0.7, 0)] },
        { "along the window's edge", [new(1, 0, -Half), new(0, 1, Half)] },
        { "outside", [new(1, 1, -100)] },
    };

    [Theory, MemberData(nameof(Degenerate))]
    public void Degenerate_lines_agree_with_a_grid(string name, Line[] lines) => AgreesWithGrid(lines, name);

    [Fact]
    public void Random_lines_agree_with_a_grid()
    {
        var random = new System.Random(5);
        for (int run = 0; run < 20; run++)
            AgreesWithGrid([.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => new Line(Next(), Next(), Next()))], $"run {run}");

        double Next() => 4 * random.NextDouble() - 2;
    }

    /// <summary>
    /// Numbers of lines through one point that no double meets exactly, or that are parallel, or the same line scaled, have no slivers between them.
    /// </summary>
    [Fact]
    public void Random_degenerate_lines_have_the_regions_that_geometry_gives_them()
    {
        var random = new System.Random(6);
        for (int run = 0; run < 200; run++)
        {
            int count = 2 + random.Next(4);
            (double x, double y) = (Next(), Next());
            double[] angles = [.. Enumerable.Range(0, count).Select(i => (i + 0.3 + 0.4 * random.NextDouble()) * Math.PI / count)];
            Line[] concurrent = [.. angles.Select(angle => Through(x, y, Math.Cos(angle), Math.Sin(angle)))];
            Assert.Equal(2 * count, PolyhedralRegions.InWindow(concurrent, -Half, Half, -Half, Half).Count);
            double scale = 10 * random.NextDouble() + 0.1;
            Line[] parallel = [.. Enumerable.Range(0, count).Select(i => Through(x * i / count, y * i / count, y + 1.5, -x))];
            Line[] coincident = [.. parallel.Select(line => new Line(-scale * line.A, -scale * line.B, -scale * line.C))];
            int regions = PolyhedralRegions.InWindow(parallel, -Half, Half, -Half, Half).Count;
            Assert.Equal(count + 1, regions);
            Assert.Equal(regions, PolyhedralRegions.InWindow([.. parallel, .. coincident], -Half, Half, -Half, Half).Count);
        }

        double Next() => Half * (random.NextDouble() - 0.5);
        static Line Through(double x, double y, double a, double b) => new(a, b, -a * x - b * y);
    }

    [Fact]
    public void Lines_without_direction_and_empty_windows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PolyhedralRegions.OfPlane([new Line(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => PolyhedralRegions.OfPlane([new Line(double.NaN, 1, 1)]));
        Assert.Throws<ArgumentException>(() => PolyhedralRegions.InWindow([], 1, 1, 0, 1));
    }

    private static void AgreesWithGrid(Line[] lines, string where)
    {
        var regions = PolyhedralRegions.InWindow(lines, -Half, Half, -Half, Half);
        Assert.Equal(4 * Half * Half, regions.Sum(region => region.Area), 1e-9);
        Assert.Equal(regions.Count, regions.Select(Code).Distinct().Count());
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                double x = -Half + 2 * Half * (i + 0.5) / Side, y = -Half + 2 * Half * (j + 0.5) / Side;
                string code = string.Concat(lines.Select(line => line.At(x, y) >= 0 ? '1' : '0'));
                counts[code] = counts.GetValueOrDefault(code) + 1;
            }
        }

        // A grid may miss a small region, but a region that it sees is there, and as large as its points up to the cells along its border.
        double cell = 2 * Half / Side;
        Dictionary<string, double> areas = regions.ToDictionary(Code, region => region.Area);
        foreach ((string code, int count) in counts)
        {
            bool onlyOnLines = !areas.ContainsKey(code) && count <= Side;
            Assert.True(onlyOnLines || Math.Abs(areas.GetValueOrDefault(code) - count * cell * cell) <= 8 * Half * cell * Math.Max(1, lines.Length),
                $"{where}: {code}");
        }
    }

    private static string Code(PolyhedralRegion region) => string.Concat(region.Code);
}
