using Myelin.Reference.Twins;
using Myelin.Tensors;

namespace Myelin.Reference.Replays;

/// <summary>y = f(a, b) with operands repeated along axes of size 1, a scalar everywhere; da = dy ∂f/∂a, db = dy ∂f/∂b.</summary>
internal sealed class BinaryReplay(BinaryReference f) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++) y.Values[i] = f.Value(x[0].Values[Place(x[0], y.Shape, i)], x[1].Values[Place(x[1], y.Shape, i)]);
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            int first = Place(x[0], y.Shape, i), second = Place(x[1], y.Shape, i);
            double a = x[0].Values[first], b = x[1].Values[second];
            dx[0][first] += dy[i] * f.DerivativeByFirst(a, b);
            dx[1][second] += dy[i] * f.DerivativeBySecond(a, b);
        }
    }

    private static int Place(ReferenceTensor operand, Shape result, int i) => Coordinates.Position(operand.Shape, Coordinates.Of(result, i));
}
