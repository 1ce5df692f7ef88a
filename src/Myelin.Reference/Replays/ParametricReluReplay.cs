namespace Myelin.Reference.Replays;

/// <summary>y = x above 0, else a x; dx = dy or a dy, da = Σ dy x over x ≤ 0.</summary>
internal sealed class ParametricReluReplay(bool zeroIsPositive) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++) y.Values[i] = x[0].Values[i] > 0 ? x[0].Values[i] : x[1].Values[Slope(x, i)] * x[0].Values[i];
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            double value = x[0].Values[i];
            bool positive = value > 0 || (zeroIsPositive && value == 0);
            dx[0][i] += positive ? dy[i] : x[1].Values[Slope(x, i)] * dy[i];
            if (!positive) dx[1][Slope(x, i)] += value * dy[i];
        }
    }

    /// <summary>Which slope belongs to an element.</summary>
    private static int Slope(ReferenceTensor[] x, int element)
    {
        int slopes = x[1].Values.Length;
        return slopes == 1 ? 0 : element / x[0].Shape.CountBehind(1) % slopes;
    }
}
