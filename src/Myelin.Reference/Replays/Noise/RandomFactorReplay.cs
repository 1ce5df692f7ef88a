namespace Myelin.Reference.Replays;

/// <summary>y = x m with the factors m that the step drew; dx = dy m.</summary>
internal sealed class RandomFactorReplay(float[] factors) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < factors.Length; i++) y.Values[i] = x[0].Values[i] * factors[i];
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < factors.Length; i++) dx[0][i] += dy[i] * factors[i];
    }
}
