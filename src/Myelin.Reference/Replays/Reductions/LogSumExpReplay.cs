using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>y = ln Σ exp x over the rows of a matrix; dx_i = dy p_i.</summary>
internal sealed class LogSumExpReplay : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        int width = x[0].Shape[1];
        for (int i = 0; i < y.Values.Length; i++)
        {
            double[] row = x[0].Values[(i * width)..((i + 1) * width)];
            // ln Σ exp x = x_i - ln p_i for every i; the greatest is the most accurate.
            int greatest = Array.IndexOf(row, row.Max());
            y.Values[i] = row[greatest] + new SoftmaxReference(row).NegativeLogs[greatest];
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        int width = x[0].Shape[1];
        for (int i = 0; i < x[0].Values.Length; i++) dx[0][i] += dy[i / width] * Math.Exp(x[0].Values[i] - y.Values[i / width]);
    }
}
