using Myelin.Metrics;

namespace Myelin.Lecture.Snippets;

internal static class ErrorRateOfLabels
{
    internal static double Run()
    {
        var metrics = new ClassificationMetrics(classCount: 3);
        metrics.Add(predictions: [0, 1, 0, 0], labels: [0, 1, 0, 2]);
        return metrics.ErrorRate;
    }
}
