using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>y = ln soft-max x along the last axis; dx_i = dy_i - p_i Σ dy_k.</summary>
internal sealed class LogSoftmaxReplay : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        int width = y.Shape[-1];
        for (int start = 0; start < y.Values.Length; start += width)
        {
            double[] negative = new SoftmaxReference(x[0].Values[start..(start + width)]).NegativeLogs;
            for (int i = 0; i < width; i++) y.Values[start + i] = -negative[i];
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        int width = y.Shape[-1];
        for (int start = 0; start < dy.Length; start += width)
        {
            double sum = dy[start..(start + width)].Sum();
            for (int i = start; i < start + width; i++) dx[0][i] += dy[i] - Math.Exp(y.Values[i]) * sum;
        }
    }
}
