namespace Myelin.Analysis;

/// <summary>A convex region on which every neuron of a layer of steps stays the same.</summary>
/// <param name="Code">The layer's output there, a vertex of the unit hypercube.</param>
/// <param name="Corners">The corners in the plane, counter-clockwise.</param>
public sealed record PolyhedralRegion(IReadOnlyList<int> Code, IReadOnlyList<(double X1, double X2)> Corners)
{
    /// <summary>The region's area.</summary>
    public double Area => PolyhedralRegions.Area(Corners);
}

/// <summary>
/// The regions into which a layer of neurons with step activation divides its inputs: p hyperplanes, each with a side of 1 and a side of
/// 0, so that every region is mapped onto one vertex of the p-dimensional unit hypercube. Parallel, coincident and concurrent lines are
/// taken as they are: they give fewer regions. Sources: Schläfli (1901, written 1852); Zaslavsky, "Facing up to arrangements" (1975).
/// </summary>
public static class PolyhedralRegions
{
    // Where three lines meet in one point, rounding leaves slivers of about 1e-16 of the window.
    private const double SmallestShare = 1e-12;

    /// <summary>The most regions that p hyperplanes make of d dimensions, when in general position: Σ C(p, i) for i from 0 to d.</summary>
    /// <param name="hyperplanes">p, 0 or more.</param>
    /// <param name="dimensions">d, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    /// <exception cref="OverflowException">The count exceeds what a long holds.</exception>
    public static long MostRegions(int hyperplanes, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hyperplanes);
        ArgumentOutOfRangeException.ThrowIfNegative(dimensions);
        long sum = 0, binomial = 1;
        for (int i = 0; i <= dimensions && binomial > 0; i++)
        {
            sum = checked(sum + binomial);
            binomial = checked((long)((Int128)binomial * (hyperplanes - i) / (i + 1)));
        }

        return sum;
    }

    /// <summary>The regions within a window. Their areas add up to the window's.</summary>
    /// <param name="lines">A line for each neuron, each with a weight other than 0.</param>
    /// <param name="left">The smallest x₁.</param>
    /// <param name="right">The largest x₁.</param>
    /// <param name="bottom">The smallest x₂.</param>
    /// <param name="top">The largest x₂.</param>
    /// <exception cref="ArgumentException">A line without direction or with a number that is not finite, or an empty window.</exception>
    public static IReadOnlyList<PolyhedralRegion> InWindow(IReadOnlyList<Line> lines, double left, double right, double bottom, double top)
    {
        RequireDirections(lines);
        if (!(double.IsFinite(right - left) && right > left && double.IsFinite(top - bottom) && top > bottom))
            throw new ArgumentException($"The window from ({left}, {bottom}) to ({right}, {top}) has no area.");
        (double, double)[] window = [(left, bottom), (right, bottom), (right, top), (left, top)];
        double smallest = SmallestShare * Area(window);
        List<PolyhedralRegion> regions = [new([], window)];
        foreach (Line line in lines)
        {
            regions = [.. regions.SelectMany(region => new[] { 0, 1 }.Select(side => new PolyhedralRegion([.. region.Code, side], Clip(region.Corners, line, side == 1))).Where(part => part.Area > smallest))];
        }

        return regions;
    }

    /// <summary>All regions of the plane, cut to a window in which every two lines that meet do so.</summary>
    /// <param name="lines">A line for each neuron, each with a weight other than 0.</param>
    /// <exception cref="ArgumentException">A line without direction or with a number that is not finite.</exception>
    public static IReadOnlyList<PolyhedralRegion> OfPlane(IReadOnlyList<Line> lines)
    {
        RequireDirections(lines);
        List<(double X1, double X2)> points = [(0, 0), .. lines.Select(line => line.Foot), .. lines.SelectMany((line, i) => lines.Skip(i + 1).Select(line.MeetingPoint)).OfType<(double, double)>()];
        double half = 1 + 2 * points.Max(point => Math.Max(Math.Abs(point.X1), Math.Abs(point.X2)));
        return InWindow(lines, -half, half, -half, half);
    }

    /// <summary>The area of a polygon whose corners run counter-clockwise.</summary>
    internal static double Area(IReadOnlyList<(double X1, double X2)> corners)
    {
        double twice = 0;
        for (int i = 0; i < corners.Count; i++)
        {
            (double x, double y) = corners[i];
            (double nextX, double nextY) = corners[(i + 1) % corners.Count];
            twice += x * nextY - nextX * y;
        }

        return twice / 2;
    }

    private static void RequireDirections(IReadOnlyList<Line> lines)
    {
        if (lines.Any(line => !double.IsFinite(line.A + line.B + line.C) || (line.A == 0 && line.B == 0)))
            throw new ArgumentException("A line needs finite numbers, and a weight other than 0.", nameof(lines));
    }

    // Sutherland and Hodgman, "Reentrant polygon clipping" (1974), for one line.
    private static List<(double X1, double X2)> Clip(IReadOnlyList<(double X1, double X2)> corners, Line line, bool positive)
    {
        var kept = new List<(double, double)>();
        for (int i = 0; i < corners.Count; i++)
        {
            (double x, double y) = corners[i];
            (double nextX, double nextY) = corners[(i + 1) % corners.Count];
            double here = line.At(x, y), next = line.At(nextX, nextY);
            if (here == 0 || here > 0 == positive) kept.Add((x, y));
            if (here < 0 && next > 0 || here > 0 && next < 0)
            {
                double share = here / (here - next);
                kept.Add((x + share * (nextX - x), y + share * (nextY - y)));
            }
        }

        return kept;
    }
}
