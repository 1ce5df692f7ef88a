namespace Myelin.Analysis;

/// <summary>A region that rows fall into.</summary>
/// <param name="Code">The piece of each unit, as in <see cref="PolyhedralRegion"/>.</param>
/// <param name="Rows">The rows, by number.</param>
public sealed record RegionCount(IReadOnlyList<int> Code, IReadOnlyList<int> Rows);
