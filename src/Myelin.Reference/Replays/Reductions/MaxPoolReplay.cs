using Myelin.Tensors;

namespace Myelin.Reference.Replays;

/// <summary>The largest value of each window, the first of equal ones, NaN above all; its gradient goes there.</summary>
internal sealed class MaxPoolReplay(int window, int stride) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++) y.Values[i] = x[0].Values[PlaceOfMaximum(x[0], y.Shape, i)];
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < dy.Length; i++) dx[0][PlaceOfMaximum(x[0], y.Shape, i)] += dy[i];
    }

    private int PlaceOfMaximum(ReferenceTensor x, Shape result, int i)
    {
        int[] place = Coordinates.Of(result, i);
        int best = Coordinates.Position(x.Shape, place[0], place[1], place[2] * stride, place[3] * stride);
        for (int tap = 1; tap < window * window; tap++)
        {
            int at = Coordinates.Position(x.Shape, place[0], place[1], place[2] * stride + tap / window, place[3] * stride + tap % window);
            if (x.Values[at] > x.Values[best] || double.IsNaN(x.Values[at])) best = at;
        }

        return best;
    }
}
