using Myelin.Analysis;

namespace Myelin.Lecture.Snippets;

internal static class RegionsOfLines
{
    internal static IReadOnlyList<PolyhedralRegion> Run()
    {
        Line[] neurons = [new(1, 1, -0.5), new(1, 1, -1.5)]; // a x₁ + b x₂ + c
        return PolyhedralRegions.InWindow(neurons, left: -1, 2, bottom: -1, 2);
    }
}
