namespace Myelin.Analysis;

/// <summary>Cuts a window stage by stage: on each part every unit so far is one linear function of the two inputs.</summary>
internal sealed class RegionSplit
{
    /// <summary>The most regions that are listed.</summary>
    internal const int MostRegions = 1 << 20;

    // A function that is smaller than this share of the terms it is the sum of is 0 but for rounding; without it there were slivers where three lines meet in one point.
    private const double Rounding = 1e-12;

    private readonly (double X1, double X2)[] window;
    private readonly double reach;
    private List<Part> parts;

    internal RegionSplit(double left, double right, double bottom, double top)
    {
        if (!(double.IsFinite(right - left) && right > left && double.IsFinite(top - bottom) && top > bottom))
            throw new ArgumentException($"The window from ({left}, {bottom}) to ({right}, {top}) has no area.");
        window = [(left, bottom), (right, bottom), (right, top), (left, top)];
        reach = window.Max(corner => Math.Max(Math.Abs(corner.X1), Math.Abs(corner.X2)));
        parts = [new Part([], window, [new(1, 0, 0), new(0, 1, 0)], [reach, reach])];
    }

    internal IReadOnlyList<PolyhedralRegion> Regions => [.. parts.Select(part => new PolyhedralRegion(part.Code, part.Corners, part.Units))];

    internal void Add(Stage stage)
    {
        if (stage.Weight is { } weight)
        {
            parts = parts.ConvertAll(part => Map(part, weight, stage.Bias));
            return;
        }

        for (int unit = 0; unit < stage.Units.Length; unit++)
        {
            var next = new List<Part>(parts.Count);
            foreach (Part part in parts) Cut(part, unit, stage.Units[unit], next);
            if (next.Count > MostRegions) throw new ArgumentException($"The window holds more than {MostRegions} regions; choose a smaller window or network.");
            parts = next;
        }
    }

    private Part Map(Part part, double[,] weight, double[] bias)
    {
        var (units, sizes) = (new Line[bias.Length], new double[bias.Length]);
        for (int unit = 0; unit < bias.Length; unit++)
        {
            double a = 0, b = 0, c = bias[unit];
            sizes[unit] = Math.Abs(c);
            for (int i = 0; i < part.Units.Length; i++)
            {
                double w = weight[unit, i];
                (a, b, c) = (a + w * part.Units[i].A, b + w * part.Units[i].B, c + w * part.Units[i].C);
                sizes[unit] += Math.Abs(w) * part.Sizes[i];
            }

            units[unit] = new Line(a, b, c);
            if (!double.IsFinite(sizes[unit])) throw new ArgumentException("A weight or bias of the network is not finite, so there are no regions.");
        }

        return new Part(part.Code, part.Corners, units, sizes);
    }

    /// <summary>Cuts a part where a unit passes from one piece to the next, from the highest piece down; pieces are added from the lowest up.</summary>
    private void Cut(Part part, int unit, Piece[] pieces, List<Part> next)
    {
        int first = next.Count;
        IReadOnlyList<(double X1, double X2)> rest = part.Corners;
        for (int piece = pieces.Length - 1; piece > 0 && rest.Count > 0; piece--)
        {
            (IReadOnlyList<(double, double)> above, rest) = Divide(rest, part.Units[unit], pieces[piece].From, part.Sizes[unit]);
            Keep(part, unit, pieces[piece], piece, above, next, first);
        }

        Keep(part, unit, pieces[0], 0, rest, next, first);
    }

    private void Keep(Part part, int unit, Piece piece, int code, IReadOnlyList<(double X1, double X2)> corners, List<Part> next, int at)
    {
        if (!(ConvexPolygon.Area(corners) > 0)) return;
        Line[] units = [.. part.Units];
        double[] sizes = [.. part.Sizes];
        Line was = units[unit];
        units[unit] = new Line(piece.Slope * was.A, piece.Slope * was.B, piece.Slope * was.C + piece.Offset);
        sizes[unit] = Math.Abs(piece.Slope) * sizes[unit] + Math.Abs(piece.Offset);
        next.Insert(at, new Part([.. part.Code, code], corners, units, sizes));
    }

    // What lies wholly on the line for want of digits belongs to the upper side, as the line itself does.
    private static (IReadOnlyList<(double, double)> Above, IReadOnlyList<(double, double)> Below) Divide(IReadOnlyList<(double X1, double X2)> corners, Line unit, double at, double size)
    {
        double none = Rounding * (size + Math.Abs(at));
        double[] values = [.. corners.Select(corner => unit.At(corner.X1, corner.X2) - at).Select(value => Math.Abs(value) <= none ? 0 : value)];
        if (values.All(value => value >= 0)) return (corners, []);
        return values.All(value => value <= 0) ? ([], corners) : (ConvexPolygon.Clip(corners, values, positive: true), ConvexPolygon.Clip(corners, values, positive: false));
    }

    /// <summary>A part of the window: every unit of the last stage as a function there, and the size of the terms that it is the sum of.</summary>
    private sealed record Part(int[] Code, IReadOnlyList<(double X1, double X2)> Corners, Line[] Units, double[] Sizes);
}
