namespace Myelin.Reference.Replays;

/// <summary>Operations that copy or add up elements: each link adds factor · x to y, and factor · dy to dx.</summary>
internal abstract class SelectionReplay : OperationReplay
{
    internal sealed override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        foreach ((int operand, int from, int to) in Links(x, y)) y.Values[to] += Factor(x, y) * x[operand].Values[from];
    }

    internal sealed override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        foreach ((int operand, int from, int to) in Links(x, y)) dx[operand][from] += Factor(x, y) * dy[to];
    }

    /// <summary>Which element of which operand goes where.</summary>
    protected abstract IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y);

    protected virtual double Factor(ReferenceTensor[] x, ReferenceTensor y) => 1;
}
