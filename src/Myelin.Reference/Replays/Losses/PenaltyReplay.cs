using Myelin.Reference.Twins;

namespace Myelin.Reference.Replays;

/// <summary>y = loss + Σ f(w); dloss = dy, dw = dy f'(w).</summary>
internal sealed class PenaltyReplay(ScalarReference f) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y) => y.Values[0] = x[0].Scalar + x.Skip(1).Sum(weights => weights.Values.Sum(f.Value));

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        dx[0][0] += dy[0];
        for (int i = 1; i < x.Length; i++)
        {
            for (int k = 0; k < dx[i].Length; k++) dx[i][k] += dy[0] * f.Derivative(x[i].Values[k]);
        }
    }
}
