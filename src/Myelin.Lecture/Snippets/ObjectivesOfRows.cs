using Myelin.Classical;

namespace Myelin.Lecture.Snippets;

internal static class ObjectivesOfRows
{
    internal static double[] Run()
    {
        double[,] points = { { 1, 1 }, { 2, 3 }, { 6, 5 }, { 9, 9 } };
        Samples rows = Samples.Of(points, [0, 0, 1, 1]);
        SupportVectorMachine machine = SupportVectorMachine.Fit(rows, lambda: 0.001);
        var components = PrincipalComponents.Fit(rows);
        KMeans clusters = KMeans.Fit(rows, 2);
        return [machine.Margin, components.Variances[0], clusters.Inertia];
    }
}
