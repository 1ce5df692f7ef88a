using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Analysis;

/// <summary>
/// The regions into which a network of step or ReLU units divides its inputs. A layer of p steps has p hyperplanes, each with a side of 1 and a side
/// of 0, so that every region is mapped onto one vertex of the p-dimensional unit hypercube; a ReLU network is one affine map on each region.
/// Parallel, coincident and concurrent lines are taken as they are: they give fewer regions. All in double precision, so a row that float32 puts on
/// the other side of a line lies within rounding of it.
/// Sources: Schläfli (1901, written 1852); Zaslavsky, "Facing up to arrangements" (1975); Montúfar et al., "On the number of linear regions of deep
/// neural networks" (2014).
/// </summary>
public static class PolyhedralRegions
{
    private static readonly Piece[] Step = [new(double.NegativeInfinity, 0, 0), new(0, 0, 1)];

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

    /// <summary>The regions of a network of two inputs within a window, by code. Their areas add up to the window's.</summary>
    /// <param name="network">Linear layers with step, relu, leaky-relu, prelu, rrelu or relu6 units, or none; dropout and flatten, which do nothing
    /// in prediction, may stand between.</param>
    /// <param name="left">The smallest x₁.</param>
    /// <param name="right">The largest x₁.</param>
    /// <param name="bottom">The smallest x₂.</param>
    /// <param name="top">The largest x₂.</param>
    /// <exception cref="ArgumentException">Rows of other than two inputs, or an empty window.</exception>
    /// <exception cref="InvalidInputException">Another layer, weights that are not finite, or more than 2²⁰ regions or 2²⁶ numbers in their codes.</exception>
    public static IReadOnlyList<PolyhedralRegion> InWindow(Sequential network, double left, double right, double bottom, double top)
    {
        ArgumentNullException.ThrowIfNull(network);
        var split = new RegionSplit(left, right, bottom, top);
        foreach (Stage stage in PiecewiseLinear.Of(network, 2)) split.Add(stage);
        return split.Regions();
    }

    /// <summary>The regions of a layer of steps within a window, by code; the outputs are the code. Their areas add up to the window's.</summary>
    /// <param name="lines">A line for each neuron, each with a weight other than 0.</param>
    /// <param name="left">The smallest x₁.</param>
    /// <param name="right">The largest x₁.</param>
    /// <param name="bottom">The smallest x₂.</param>
    /// <param name="top">The largest x₂.</param>
    /// <exception cref="ArgumentException">A line without direction or with a number that is not finite, or an empty window.</exception>
    /// <exception cref="InvalidInputException">More than 2²⁰ regions or 2²⁶ numbers in their codes.</exception>
    public static IReadOnlyList<PolyhedralRegion> InWindow(IReadOnlyList<Line> lines, double left, double right, double bottom, double top)
    {
        RequireDirections(lines);
        var split = new RegionSplit(left, right, bottom, top);
        var weight = new double[lines.Count, 2];
        for (int i = 0; i < lines.Count; i++) (weight[i, 0], weight[i, 1]) = (lines[i].A, lines[i].B);
        split.Add(new Stage(weight, [.. lines.Select(line => line.C)], []));
        split.Add(new Stage(null, [], [.. lines.Select(_ => Step)]));
        return split.Regions();
    }

    /// <summary>
    /// All regions of the plane, cut to a window in which every two lines that meet do so. Lines that are parallel but for rounding
    /// (<see cref="Line.MeetingPoint"/>) are parallel. Nearly parallel ones meet far away, and in the wide window that this takes, what is 10¹² times
    /// smaller is lost.
    /// </summary>
    /// <param name="lines">A line for each neuron, each with a weight other than 0.</param>
    /// <exception cref="ArgumentException">A line without direction or with a number that is not finite.</exception>
    /// <exception cref="InvalidInputException">More than 2²⁰ regions or 2²⁶ numbers in their codes.</exception>
    public static IReadOnlyList<PolyhedralRegion> OfPlane(IReadOnlyList<Line> lines)
    {
        RequireDirections(lines);
        List<(double X1, double X2)> points = [(0, 0), .. lines.Select(line => line.Foot),
            .. lines.SelectMany((line, i) => lines.Skip(i + 1).Select(line.MeetingPoint)).OfType<(double, double)>()];
        double half = 1 + 2 * points.Max(point => Math.Max(Math.Abs(point.X1), Math.Abs(point.X2)));
        return InWindow(lines, -half, half, -half, half);
    }

    /// <summary>The regions that rows fall into, for any number of inputs, the one with most rows first.</summary>
    /// <param name="network">A network as <see cref="InWindow(Sequential, double, double, double, double)"/> takes it, but for its number of inputs.</param>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="rows">The rows, one after the other.</param>
    /// <exception cref="ArgumentException">Values that are not whole rows.</exception>
    /// <exception cref="InvalidInputException">Another layer, or a row or a weight that is not a number.</exception>
    public static IReadOnlyList<RegionCount> CountOverData(Sequential network, Shape inputShape, ReadOnlySpan<float> rows)
    {
        ArgumentNullException.ThrowIfNull(network);
        int width = inputShape.Count;
        if (width == 0 || rows.Length % width != 0)
            throw new ArgumentException($"{rows.Length} values are not whole rows of shape {inputShape}.", nameof(rows));
        List<Stage> stages = PiecewiseLinear.Of(network, width);
        var regions = new Dictionary<string, List<int>>();
        for (int row = 0; row * width < rows.Length; row++)
        {
            string code = Code(stages, rows.Slice(row * width, width));
            if (!regions.TryGetValue(code, out List<int>? members)) regions[code] = members = [];
            members.Add(row);
        }

        return [.. regions.OrderByDescending(region => region.Value.Count).ThenBy(region => region.Key, StringComparer.Ordinal)
            .Select(region => new RegionCount([.. region.Key.Select(digit => digit - '0')], region.Value))];
    }

    private static string Code(List<Stage> stages, ReadOnlySpan<float> row)
    {
        var code = new System.Text.StringBuilder();
        var values = new double[row.Length];
        for (int i = 0; i < row.Length; i++) values[i] = row[i];
        foreach (Stage stage in stages)
        {
            if (stage.Weight is { } weight)
            {
                double[] before = values;
                values = [.. stage.Bias];
                for (int unit = 0; unit < values.Length; unit++)
                {
                    for (int i = 0; i < before.Length; i++) values[unit] += weight[unit, i] * before[i];
                }

                continue;
            }

            for (int unit = 0; unit < values.Length; unit++)
            {
                double value = values[unit];
                int piece = Array.FindLastIndex(stage.Units[unit], candidate => value >= candidate.From);
                if (piece < 0) throw new InvalidInputException("A row or a weight is not a number, so the row lies in no region.");
                values[unit] = stage.Units[unit][piece].Slope * value + stage.Units[unit][piece].Offset;
                code.Append((char)('0' + piece));
            }
        }

        return code.ToString();
    }

    private static void RequireDirections(IReadOnlyList<Line> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Any(line => !(double.IsFinite(line.A) && double.IsFinite(line.B) && double.IsFinite(line.C)) || (line.A == 0 && line.B == 0)))
            throw new ArgumentException("A line needs finite numbers, and a weight other than 0.", nameof(lines));
    }
}
