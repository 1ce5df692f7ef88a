using Myelin.Classical;

namespace Myelin.Lecture.Snippets;

internal static class RidgeOfRows
{
    internal static double[] Run()
    {
        double[,] inputs = { { 1 }, { 2 }, { 9 } };
        double[,] targets = { { 3 }, { 5 }, { 18 } };
        var fit = new LeastSquares(Samples.Of(inputs, targets));
        LinearModel model = fit.WithRidge(lambda: 0.1);
        return [model.Coefficient(0, 0), model.Intercepts[0]];
    }
}
