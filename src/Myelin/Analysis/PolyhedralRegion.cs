namespace Myelin.Analysis;

/// <summary>A convex region of the plane on which every unit stays on one piece of its activation.</summary>
/// <param name="Code">
/// The piece of each unit, layer by layer, counted from below: 0 or 1 for a step (so a single layer's code is its output, a vertex of the unit
/// hypercube), ReLU, leaky ReLU, PReLU and RReLU; 0 to 2 for ReLU6.
/// </param>
/// <param name="Corners">The corners in the plane, counter-clockwise.</param>
/// <param name="Outputs">Each output of the network as the function a x₁ + b x₂ + c that it is on this region.</param>
public sealed record PolyhedralRegion(IReadOnlyList<int> Code, IReadOnlyList<(double X1, double X2)> Corners, IReadOnlyList<Line> Outputs)
{
    /// <summary>The region's area.</summary>
    public double Area => ConvexPolygon.Area(Corners);
}
