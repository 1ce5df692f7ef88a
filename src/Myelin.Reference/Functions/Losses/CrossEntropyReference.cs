namespace Myelin.Reference.Functions;

/// <summary>-w ln p of the class, with the class's weight w, which also counts in the mean's divisor.</summary>
internal sealed record CrossEntropyReference(float[]? Weights) : LogProbabilityLoss
{
    public override double Divisor(int label) => Weights?[label] ?? 1;

    protected override ClassTerm Term(SoftmaxReference softmax, int label)
    {
        double weight = Divisor(label);
        return new ClassTerm(weight * softmax.NegativeLogs[label], weight * softmax.NegativeLogScale(label), weight, 0);
    }
}
