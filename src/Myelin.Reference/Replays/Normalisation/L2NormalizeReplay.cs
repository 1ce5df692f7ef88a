using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>y = x / ‖x‖ row by row; dx = dy / ‖x‖ - x Σ x dy / ‖x‖³; both 0 for a row of zeros.</summary>
internal sealed class L2NormalizeReplay : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        int width = y.Shape.CountBehind(0);
        for (int row = 0; row < y.Shape[0]; row++)
        {
            double[] own = x[0].Row(row);
            double norm = CosineReference.Norm(own);
            for (int i = 0; i < width; i++) y.Values[row * width + i] = norm == 0 ? 0 : own[i] / norm;
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        int width = y.Shape.CountBehind(0);
        for (int row = 0; row < y.Shape[0]; row++)
        {
            double[] own = x[0].Row(row);
            double norm = CosineReference.Norm(own), dot = 0;
            if (norm == 0) continue;
            for (int i = 0; i < width; i++) dot += own[i] * dy[row * width + i];
            for (int i = 0; i < width; i++) dx[0][row * width + i] += dy[row * width + i] / norm - own[i] * dot / (norm * norm * norm);
        }
    }
}
