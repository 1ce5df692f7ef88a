using Myelin.Analysis;

namespace Myelin.Lecture.Snippets;

internal static class RegionsOfLines
{
    internal static IReadOnlyList<PolyhedralRegion> Run()
    {
        Line[] neurons = [new(1, 1, -0.5), new(1, 1, -1.5)]; // a x₁ + b x₂ + c
        return PolyhedralRegions.InWindow(neurons, -1, 2, -1, 2); // left, right, bottom, top
    }
}
