using Myelin.Losses;

namespace Myelin.Reference.Functions;

/// <summary>The distance of two vectors, squared or not, and its gradient.</summary>
internal sealed class DistanceReference(TripletDistance kind)
{
    internal double Value(double[] x, double[] y)
    {
        double norm = CosineReference.Norm([.. x.Zip(y, (a, b) => a - b)]);
        return kind == TripletDistance.Squared ? norm * norm : norm;
    }

    /// <summary>Adds factor times the gradient by x to one place and by y to another; 0 where the two are equal.</summary>
    internal void Differentiate(double[] x, double[] y, double factor, Span<double> dx, Span<double> dy)
    {
        double value = Value(x, y), slope = kind == TripletDistance.Squared ? 2 : value == 0 ? 0 : 1 / value;
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] += factor * slope * (x[i] - y[i]);
            dy[i] -= factor * slope * (x[i] - y[i]);
        }
    }
}
