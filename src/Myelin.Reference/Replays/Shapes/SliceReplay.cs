namespace Myelin.Reference.Replays;

/// <summary>Entries along one axis from a start on.</summary>
internal sealed class SliceReplay(int axis, int start) : SelectionReplay
{
    protected override IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++)
        {
            int[] index = Coordinates.Of(y.Shape, i);
            index[axis] += start;
            yield return (0, Coordinates.Position(x[0].Shape, index), i);
        }
    }
}
