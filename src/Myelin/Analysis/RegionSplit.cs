namespace Myelin.Analysis;

/// <summary>
/// Cuts a window stage by stage: on each part every unit so far is one linear function of the two inputs, counted from the window's middle, where
/// they have most digits.
/// </summary>
internal sealed class RegionSplit
{
    /// <summary>The most regions that are listed.</summary>
    internal const int MostRegions = 1 << 20;

    /// <summary>The most numbers in the codes of all regions, and functions in their outputs, so that they take 2 GiB at most.</summary>
    internal const int MostNumbers = 1 << 26;

    // A function that is smaller than this share of its terms is 0 but for the rounding of corners; without it there were slivers where three lines
    // meet in one point.
    private const double Rounding = 1e-12;

    // The same for the rounding of coefficients, each a sum of terms that may cancel.
    private const double CoefficientRounding = 64 * 2.2204460492503131e-16;

    private readonly double middleX1;
    private readonly double middleX2;
    private readonly double halfWidth;
    private readonly double halfHeight;
    private List<Part> parts;
    private Piece[][] pieces = [];

    internal RegionSplit(double left, double right, double bottom, double top)
    {
        (halfWidth, halfHeight) = ((right - left) / 2, (top - bottom) / 2);
        if (!(double.IsFinite(halfWidth) && halfWidth > 0 && double.IsFinite(halfHeight) && halfHeight > 0))
            throw new ArgumentException($"The window from ({left}, {bottom}) to ({right}, {top}) has no area.");
        (middleX1, middleX2) = (left + halfWidth, bottom + halfHeight);
        (double, double)[] window = [(-halfWidth, -halfHeight), (halfWidth, -halfHeight), (halfWidth, halfHeight), (-halfWidth, halfHeight)];
        parts = [new Part([], window, [new(1, 0, middleX1), new(0, 1, middleX2)], [Math.Abs(middleX1) + halfWidth, Math.Abs(middleX2) + halfHeight])];
    }

    internal IReadOnlyList<PolyhedralRegion> Regions()
    {
        if (parts.Count > 0) RequireRoom(parts.Count, parts[0].Units.Length);
        return parts.ConvertAll(part => new PolyhedralRegion(
            part.Code,
            [.. part.Corners.Select(corner => (corner.X1 + middleX1, corner.X2 + middleX2))],
            Array.ConvertAll(Activated(part).Units, unit => unit with { C = unit.C - unit.A * middleX1 - unit.B * middleX2 })));
    }

    internal void Add(Stage stage)
    {
        if (stage.Weight is { } weight)
        {
            parts = parts.ConvertAll(part => Map(Activated(part), weight, stage.Bias));
            pieces = [];
            return;
        }

        Activate();
        pieces = stage.Units;
        int before = parts.Count == 0 ? 0 : parts[0].Code.Length, length = before + pieces.Length;
        RequireRoom(parts.Count, length);
        parts = parts.ConvertAll(part => part with { Code = [.. part.Code, .. new int[pieces.Length]] });
        for (int unit = 0; unit < pieces.Length; unit++)
        {
            var next = new List<Part>(parts.Count);
            foreach (Part part in parts)
            {
                Cut(part, unit, before + unit, next);
                RequireRoom(next.Count, length);
            }

            parts = next;
        }
    }

    private static void RequireRoom(int regions, int numbers)
    {
        if (regions > MostRegions || (long)regions * numbers > MostNumbers)
            throw new InvalidInputException($"The window holds more than {Math.Min(MostRegions, MostNumbers / numbers)} regions of {numbers} "
                + $"units; choose a smaller window or network.");
    }

    private static Part Map(Part part, double[,] weight, double[] bias)
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
            if (!double.IsFinite(sizes[unit])) throw new InvalidInputException("A weight or bias of the network is not finite, so there are no regions.");
        }

        return part with { Units = units, Sizes = sizes };
    }

    private void Activate()
    {
        if (pieces.Length > 0) parts = parts.ConvertAll(Activated);
        pieces = [];
    }

    /// <summary>A part whose units are those behind the last activation, if they are not yet.</summary>
    private Part Activated(Part part)
    {
        if (pieces.Length == 0) return part;
        var (units, sizes) = (new Line[pieces.Length], new double[pieces.Length]);
        for (int unit = 0; unit < pieces.Length; unit++)
        {
            Piece piece = pieces[unit][part.Code[part.Code.Length - pieces.Length + unit]];
            Line was = part.Units[unit];
            units[unit] = new Line(piece.Slope * was.A, piece.Slope * was.B, piece.Slope * was.C + piece.Offset);
            sizes[unit] = Math.Abs(piece.Slope) * part.Sizes[unit] + Math.Abs(piece.Offset);
        }

        return part with { Units = units, Sizes = sizes };
    }

    /// <summary>Cuts a part where a unit passes from one piece to the next, from the highest piece down; pieces are added from the lowest up.</summary>
    private void Cut(Part part, int unit, int place, List<Part> next)
    {
        int first = next.Count;
        IReadOnlyList<(double X1, double X2)> rest = part.Corners;
        for (int piece = pieces[unit].Length - 1; piece > 0 && rest.Count > 0; piece--)
        {
            (IReadOnlyList<(double, double)> above, rest) = Divide(rest, part.Units[unit], pieces[unit][piece].From, part.Sizes[unit]);
            Keep(part, place, piece, above, next, first);
        }

        Keep(part, place, 0, rest, next, first);
    }

    // One piece takes the code over, so that a part that is not cut costs nothing.
    private static void Keep(Part part, int place, int piece, IReadOnlyList<(double X1, double X2)> corners, List<Part> next, int at)
    {
        if (!(ConvexPolygon.Area(corners) > 0)) return;
        int[] code = next.Count == at ? part.Code : [.. part.Code];
        code[place] = piece;
        next.Insert(at, part with { Code = code, Corners = corners });
    }

    // What lies wholly on the line for want of digits belongs to the upper side, as the line itself does.
    private (IReadOnlyList<(double, double)> Above, IReadOnlyList<(double, double)> Below) Divide(IReadOnlyList<(double X1, double X2)> corners,
        Line unit, double at, double size)
    {
        double terms = Math.Abs(unit.A) * halfWidth + Math.Abs(unit.B) * halfHeight + Math.Abs(unit.C) + Math.Abs(at);
        double none = Rounding * terms + CoefficientRounding * (size + Math.Abs(at));
        double[] values = [.. corners.Select(corner => unit.At(corner.X1, corner.X2) - at).Select(value => Math.Abs(value) <= none ? 0 : value)];
        if (values.All(value => value >= 0)) return (corners, []);
        return values.All(value => value <= 0) ? ([], corners)
            : (ConvexPolygon.Clip(corners, values, positive: true), ConvexPolygon.Clip(corners, values, positive: false));
    }

    /// <summary>
    /// A part of the window: every unit before the activation at hand as a function there, and the size of the terms that it is the sum of. Its code
    /// is its own, the rest may be shared.
    /// </summary>
    private sealed record Part(int[] Code, IReadOnlyList<(double X1, double X2)> Corners, Line[] Units, double[] Sizes);
}
