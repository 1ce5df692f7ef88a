using Myelin.Reference.Twins;
using Myelin.Tensors;

namespace Myelin.Reference.Replays;

/// <summary>
/// y = f(z), z[n, g, i, j] = b[g] + Σ x[n, c, s i + u - p, s j + v - p] W[g, c, u, v] with zeros outside the image; each product passes dz = dy f'(z)
/// to its factors.
/// </summary>
internal sealed class ConvolutionReplay(ScalarReference f, int stride, int padding) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++) y.Values[i] = f.Value(Sum(x, Coordinates.Of(y.Shape, i)));
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            int[] place = Coordinates.Of(y.Shape, i);
            double dz = dy[i] * f.Derivative(Sum(x, place));
            dx[2][place[1]] += dz;
            foreach ((int pixel, int weight) in Products(x[0].Shape, x[1].Shape, place))
            {
                dx[0][pixel] += dz * x[1].Values[weight];
                dx[1][weight] += dz * x[0].Values[pixel];
            }
        }
    }

    private double Sum(ReferenceTensor[] x, int[] place)
    {
        double z = x[2].Values[place[1]];
        foreach ((int pixel, int weight) in Products(x[0].Shape, x[1].Shape, place)) z += x[0].Values[pixel] * x[1].Values[weight];
        return z;
    }

    /// <summary>The positions of the factors that are multiplied for one output: row, filter, i, j.</summary>
    private IEnumerable<(int Pixel, int Weight)> Products(Shape images, Shape filters, int[] place)
    {
        for (int weight = 0; weight < filters.CountBehind(0); weight++)
        {
            int[] tap = Coordinates.Of(filters.Row(), weight);
            int row = stride * place[2] + tap[1] - padding, column = stride * place[3] + tap[2] - padding;
            if (row < 0 || row >= images[2] || column < 0 || column >= images[3]) continue;
            yield return (Coordinates.Position(images, place[0], tap[0], row, column), place[1] * filters.CountBehind(0) + weight);
        }
    }
}
