using Myelin.Metrics;

namespace Myelin.Lecture.Snippets;

internal static class InformationOfOutcomes
{
    internal static (double Surprise, double Mean) Run()
    {
        double surprise = InformationMeasures.SelfInformation(0.4); // bits
        double mean = InformationMeasures.Entropy([0.4, 0.6], InformationUnit.Nats);
        return (surprise, mean);
    }
}
