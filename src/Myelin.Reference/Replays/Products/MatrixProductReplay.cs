namespace Myelin.Reference.Replays;

/// <summary>C = A B; dA = dC Bᵀ, dB = Aᵀ dC.</summary>
internal sealed class MatrixProductReplay : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        (int rows, int inner, int columns) = (y.Shape[0], x[0].Shape[1], y.Shape[1]);
        double[] a = x[0].Values, b = x[1].Values;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < inner; k++) y.Values[i * columns + j] += a[i * inner + k] * b[k * columns + j];
            }
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        (int rows, int inner, int columns) = (y.Shape[0], x[0].Shape[1], y.Shape[1]);
        double[] a = x[0].Values, b = x[1].Values;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < inner; k++)
                {
                    dx[0][i * inner + k] += dy[i * columns + j] * b[k * columns + j];
                    dx[1][k * columns + j] += dy[i * columns + j] * a[i * inner + k];
                }
            }
        }
    }
}
