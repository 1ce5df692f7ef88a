namespace Myelin.Reference.Replays;

/// <summary>The least or greatest element over one axis, or over all; the gradient goes to those that equal it, in equal parts.</summary>
internal sealed class ExtremeReplay(int? axis, bool isMaximum) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        Array.Fill(y.Values, isMaximum ? double.NegativeInfinity : double.PositiveInfinity);
        for (int i = 0; i < x[0].Values.Length; i++)
        {
            ref double extreme = ref y.Values[Place(x[0], y, i)];
            extreme = isMaximum ? Math.Max(extreme, x[0].Values[i]) : Math.Min(extreme, x[0].Values[i]);
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        var equal = new int[dy.Length];
        for (int i = 0; i < x[0].Values.Length; i++) equal[Place(x[0], y, i)] += IsExtreme(i) ? 1 : 0;
        for (int i = 0; i < x[0].Values.Length; i++)
        {
            if (IsExtreme(i)) dx[0][i] += dy[Place(x[0], y, i)] / equal[Place(x[0], y, i)];
        }

        bool IsExtreme(int i) => x[0].Values[i] == y.Values[Place(x[0], y, i)];
    }

    private int Place(ReferenceTensor x, ReferenceTensor y, int i) => axis is null ? 0 : Coordinates.Position(y.Shape, Coordinates.Of(x.Shape, i));
}
