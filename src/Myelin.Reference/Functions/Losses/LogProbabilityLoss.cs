using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>
/// Losses of rows that depend on the logits through -ln p of the target's class alone. For a loss f(c) of the class k with c = -ln p_k:
/// value f, gradient f' (p_i - [i = k]). For a distribution t: value Σ t_k f_k, gradient p_i Σ t_k f'_k - t_i f'_i.
/// </summary>
internal abstract record LogProbabilityLoss : ClassLossReference
{
    public override double Evaluate(double[] logits, int label, double[] gradient)
    {
        var softmax = new SoftmaxReference(logits);
        ClassTerm term = Term(softmax, label);
        for (int i = 0; i < logits.Length; i++) gradient[i] = i == label ? -term.Slope * softmax.Missed[i] : term.Slope * softmax.Probabilities[i];
        return term.Value;
    }

    public override double Evaluate(double[] logits, double[] target, double[] gradient)
    {
        var softmax = new SoftmaxReference(logits);
        ClassTerm[] terms = Terms(softmax, target);
        double mass = terms.Sum(term => term.Slope);
        for (int i = 0; i < logits.Length; i++) gradient[i] = softmax.Probabilities[i] * (mass - terms[i].Slope) - softmax.Missed[i] * terms[i].Slope;
        return terms.Sum(term => term.Value);
    }

    public override double Scale(double[] logits, int label, double[] gradientScales)
    {
        var softmax = new SoftmaxReference(logits);
        ClassTerm term = Term(softmax, label);
        for (int i = 0; i < logits.Length; i++)
        {
            gradientScales[i] = i == label
                ? ElementaryMath.LargestTerm(term.SlopeScale * softmax.Missed[i], term.Slope * softmax.MissedScale(i))
                : ElementaryMath.LargestTerm(term.SlopeScale * softmax.Probabilities[i], term.Slope * softmax.ProbabilityScale(i));
        }

        return term.ValueScale;
    }

    public override double Scale(double[] logits, double[] target, double[] gradientScales)
    {
        var softmax = new SoftmaxReference(logits);
        ClassTerm[] terms = Terms(softmax, target);
        double mass = terms.Sum(term => term.Slope), massScale = terms.Max(term => Math.Max(term.Slope, term.SlopeScale));
        for (int i = 0; i < logits.Length; i++)
        {
            gradientScales[i] = ElementaryMath.LargestTerm(
                softmax.Probabilities[i] * Math.Max(mass, massScale), softmax.ProbabilityScale(i) * mass, terms[i].Slope, terms[i].SlopeScale);
        }

        return terms.Max(term => Math.Max(term.Value, term.ValueScale));
    }

    /// <summary>The loss of a row whose class is certain, and its derivative by -ln p of the class.</summary>
    protected abstract ClassTerm Term(SoftmaxReference softmax, int label);

    private ClassTerm[] Terms(SoftmaxReference softmax, double[] target) =>
        [.. target.Select((share, label) => share == 0 ? default : Term(softmax, label).Times(share))];

    /// <summary>Value and derivative, and the largest |term| that each adds up.</summary>
    protected readonly record struct ClassTerm(double Value, double ValueScale, double Slope, double SlopeScale)
    {
        internal ClassTerm Times(double share) => new(share * Value, share * ValueScale, share * Slope, share * SlopeScale);
    }
}
