using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>p = soft-max x along the last axis; dx_i = p_i (dy_i - Σ p_k dy_k).</summary>
internal sealed class SoftmaxReplay : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        int width = y.Shape[-1];
        for (int start = 0; start < y.Values.Length; start += width)
            new SoftmaxReference(x[0].Values[start..(start + width)]).Probabilities.CopyTo(y.Values, start);
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        int width = y.Shape[-1];
        for (int start = 0; start < dy.Length; start += width)
        {
            double mean = 0;
            for (int k = start; k < start + width; k++) mean += y.Values[k] * dy[k];
            for (int i = start; i < start + width; i++) dx[0][i] += y.Values[i] * (dy[i] - mean);
        }
    }
}
