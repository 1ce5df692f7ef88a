using Myelin.Reference.Twins;

namespace Myelin.Reference.Functions;

/// <summary>The sum over the classes of a weighted term of the class's probability and its share in the target.</summary>
internal sealed record ProbabilityRowReference(ElementLossReference Term, float[]? Weights) : ClassLossReference
{
    public override double Evaluate(double[] logits, int label, double[] gradient) => Evaluate(logits, Certain(logits, label), gradient);

    public override double Evaluate(double[] logits, double[] target, double[] gradient)
    {
        for (int i = 0; i < logits.Length; i++) gradient[i] = Weighted(i, Term.Derivative(logits[i], target[i]));
        return logits.Select((p, i) => Weighted(i, Term.Value(p, target[i]))).Sum();
    }

    public override double Scale(double[] logits, int label, double[] gradientScales) => Scale(logits, Certain(logits, label), gradientScales);

    public override double Scale(double[] logits, double[] target, double[] gradientScales)
    {
        for (int i = 0; i < logits.Length; i++) gradientScales[i] = Weighted(i, Term.DerivativeScale(logits[i], target[i]));
        return logits.Select((p, i) => Weighted(i, Math.Abs(Term.Value(p, target[i])))).Max();
    }

    public override double Divisor(int label) => Weights?[label] ?? 1;

    // A class of weight 0 adds nothing, also where its term is infinite.
    private double Weighted(int i, double term) => Weights?[i] is { } weight ? (weight == 0 ? 0 : weight * term) : term;

    private static double[] Certain(double[] logits, int label) => [.. logits.Select((_, i) => i == label ? 1.0 : 0)];
}
