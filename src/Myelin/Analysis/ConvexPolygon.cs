namespace Myelin.Analysis;

/// <summary>Convex polygons by their corners, counter-clockwise.</summary>
internal static class ConvexPolygon
{
    internal static double Area(IReadOnlyList<(double X1, double X2)> corners)
    {
        if (corners.Count == 0) return 0;
        // Counted from a corner, so that digits are left where the polygon is small and far from 0.
        (double firstX, double firstY) = corners[0];
        double twice = 0;
        for (int i = 0; i < corners.Count; i++)
        {
            (double x, double y) = corners[i];
            (double nextX, double nextY) = corners[(i + 1) % corners.Count];
            twice += (x - firstX) * (nextY - firstY) - (nextX - firstX) * (y - firstY);
        }

        return twice / 2;
    }

    /// <summary>
    /// The part on one side of a line, by what the line's function is at each corner: 0 lies on the line and belongs to both sides. Sutherland and
    /// Hodgman, "Reentrant polygon clipping" (1974).
    /// </summary>
    internal static List<(double X1, double X2)> Clip(IReadOnlyList<(double X1, double X2)> corners, double[] values, bool positive)
    {
        var kept = new List<(double, double)>(corners.Count + 1);
        for (int i = 0; i < corners.Count; i++)
        {
            (double x, double y) = corners[i];
            int after = (i + 1) % corners.Count;
            double here = values[i], next = values[after];
            if (here == 0 || here > 0 == positive) kept.Add((x, y));
            if (here < 0 && next > 0 || here > 0 && next < 0)
            {
                double share = here / (here - next);
                kept.Add((x + share * (corners[after].X1 - x), y + share * (corners[after].X2 - y)));
            }
        }

        return kept;
    }
}
