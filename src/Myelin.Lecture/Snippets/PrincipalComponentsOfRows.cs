using Myelin.Classical;

namespace Myelin.Lecture.Snippets;

internal static class PrincipalComponentsOfRows
{
    internal static double[] Run()
    {
        double[,] points = { { 1, 1 }, { 2, 3 }, { 6, 5 }, { 9, 9 } };
        Samples rows = Samples.Of(points);
        var components = PrincipalComponents.Fit(rows);
        var network = components.Projection(1).ToNetwork(); // a linear layer
        return [components.ExplainedShares[0], .. components.Project([6, 5], 1)];
    }
}
