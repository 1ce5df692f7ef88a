using Myelin.Classical;

namespace Myelin.Lecture.Snippets;

internal static class RegressionOfRows
{
    internal static double[] Run()
    {
        double[,] inputs = { { 1 }, { 2 }, { 9 } };
        double[,] targets = { { 3 }, { 5 }, { 18 } };
        LinearModel model = LeastSquares.Fit(Samples.Of(inputs, targets));
        return [model.Coefficient(0, 0), model.Intercepts[0]];
    }
}
