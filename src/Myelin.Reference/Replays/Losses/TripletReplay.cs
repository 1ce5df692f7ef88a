using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>max(0, d(a, p) - d(a, n) + α) for each row.</summary>
internal sealed class TripletReplay(double margin, DistanceReference distance) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int row = 0; row < y.Values.Length; row++) y.Values[row] = Math.Max(0, Inside(x, row));
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        int width = x[0].Shape.CountBehind(0);
        for (int row = 0; row < dy.Length; row++)
        {
            if (Inside(x, row) <= 0) continue;
            Span<double> anchor = dx[0].AsSpan(row * width, width);
            distance.Differentiate(x[0].Row(row), x[1].Row(row), dy[row], anchor, dx[1].AsSpan(row * width, width));
            distance.Differentiate(x[0].Row(row), x[2].Row(row), -dy[row], anchor, dx[2].AsSpan(row * width, width));
        }
    }

    private double Inside(ReferenceTensor[] x, int row) =>
        distance.Value(x[0].Row(row), x[1].Row(row)) - distance.Value(x[0].Row(row), x[2].Row(row)) + margin;
}
