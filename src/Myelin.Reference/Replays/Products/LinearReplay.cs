using Myelin.Reference.Twins;

namespace Myelin.Reference.Replays;

/// <summary>y = f(z) with z = x Wᵀ + b; with dz = dy f'(z): dx = dz W, dW = dzᵀ x, db = Σ dz.</summary>
internal sealed class LinearReplay(ScalarReference f) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++) y.Values[i] = f.Value(Sum(x, i / y.Shape[1], i % y.Shape[1]));
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        int inputs = x[0].Shape[1], outputs = y.Shape[1];
        for (int i = 0; i < dy.Length; i++)
        {
            int row = i / outputs, output = i % outputs;
            double dz = dy[i] * f.Derivative(Sum(x, row, output));
            dx[2][output] += dz;
            for (int k = 0; k < inputs; k++)
            {
                dx[0][row * inputs + k] += dz * x[1].Values[output * inputs + k];
                dx[1][output * inputs + k] += dz * x[0].Values[row * inputs + k];
            }
        }
    }

    /// <summary>One element of x Wᵀ + b.</summary>
    private static double Sum(ReferenceTensor[] x, int row, int output)
    {
        int inputs = x[0].Shape[1];
        double z = x[2].Values[output];
        for (int k = 0; k < inputs; k++) z += x[0].Values[row * inputs + k] * x[1].Values[output * inputs + k];
        return z;
    }
}
