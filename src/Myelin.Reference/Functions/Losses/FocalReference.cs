namespace Myelin.Reference.Functions;

/// <summary>α q^γ c of the class, with q = 1 - p and c = -ln p; derivative by c: α [q^γ + γ q^(γ-1) p c].</summary>
internal sealed record FocalReference(double Gamma, float[]? Alpha) : LogProbabilityLoss
{
    protected override ClassTerm Term(SoftmaxReference softmax, int label)
    {
        double alpha = Alpha?[label] ?? 1, p = softmax.Probabilities[label], q = softmax.Missed[label], c = softmax.NegativeLogs[label];
        // The sum q is raised to a power, so its rounding counts with what it moves the result by.
        double qSpread = q == 0 ? 0 : Math.Max(1, softmax.MissedScale(label) / q), cSpread = c == 0 ? 0 : softmax.NegativeLogScale(label) / c;
        double factor = alpha * Math.Pow(q, Gamma);
        // p c goes to 0 with p; at q = 0 the slope of q^γ only ever meets c = 0.
        double fromFactor = p == 0 || q == 0 || Gamma == 0 ? 0 : alpha * Gamma * Math.Pow(q, Gamma - 1) * p * c;
        return new ClassTerm(
            factor * c,
            factor * c * Math.Max(Gamma * qSpread, cSpread),
            factor + fromFactor,
            Math.Max(factor * Math.Max(1, Gamma * qSpread), fromFactor * Math.Max(1, Math.Max((Gamma - 1) * qSpread, cSpread))));
    }
}
