using Myelin.Reference.Twins;

namespace Myelin.Reference.Replays;

/// <summary>y = f(x); dx = dy f'(x).</summary>
internal sealed class UnaryReplay(ScalarReference f) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++) y.Values[i] = f.Value(x[0].Values[i]);
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < dy.Length; i++) dx[0][i] += dy[i] * f.Derivative(x[0].Values[i]);
    }
}
