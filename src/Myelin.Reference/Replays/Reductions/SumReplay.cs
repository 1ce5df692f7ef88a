namespace Myelin.Reference.Replays;

/// <summary>The sum or the mean over one axis, or over all.</summary>
internal sealed class SumReplay(int? axis, bool isMean) : SelectionReplay
{
    protected override double Factor(ReferenceTensor[] x, ReferenceTensor y) => isMean ? (double)y.Values.Length / x[0].Values.Length : 1;

    protected override IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < x[0].Values.Length; i++)
            yield return (0, i, axis is null ? 0 : Coordinates.Position(y.Shape, Coordinates.Of(x[0].Shape, i)));
    }
}
