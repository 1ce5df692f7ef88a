using Myelin.Classical;

namespace Myelin.Lecture.Snippets;

internal static class PerceptronOfRows
{
    internal static double[] Run()
    {
        double[,] inputs = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        Samples or = Samples.Of(inputs, [0, 1, 1, 1]);
        Perceptron learned = Perceptron.Learn(or);
        return [learned.Updates, learned.Bound, learned.Margin];
    }
}
