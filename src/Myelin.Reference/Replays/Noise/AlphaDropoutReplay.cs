namespace Myelin.Reference.Replays;

/// <summary>y = a (x d + α' (1 - d)) + b for the elements d = 1 that the step kept and d = 0 that it dropped, as the paper writes it; dx = dy a d.</summary>
internal sealed class AlphaDropoutReplay(bool[] kept, double rate, double limit) : OperationReplay
{
    private readonly double a = Math.Pow((1 - rate) + limit * limit * (1 - rate) * rate, -0.5);

    private double B => -a * (rate * limit);

    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < kept.Length; i++) y.Values[i] = a * (kept[i] ? x[0].Values[i] : 0 * x[0].Values[i] + limit) + B;
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < kept.Length; i++) dx[0][i] += kept[i] ? dy[i] * a : 0;
    }
}
