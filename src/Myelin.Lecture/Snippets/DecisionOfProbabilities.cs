using Myelin.Metrics;

namespace Myelin.Lecture.Snippets;

internal static class DecisionOfProbabilities
{
    internal static double[] Run()
    {
        float[] posterior = [0.85f, 0.15f];
        int likelier = DecisionRule.OfErrors(classes: 2).Decide(posterior);
        double[,] costs = { { 0, 9 }, { 1, 0 } }; // [named, true]: a miss costs 9
        int cheaper = new DecisionRule(costs).Decide(posterior);
        double threshold = DecisionRule.Threshold(falsePositive: 1, falseNegative: 9);
        return [likelier, cheaper, threshold];
    }
}
