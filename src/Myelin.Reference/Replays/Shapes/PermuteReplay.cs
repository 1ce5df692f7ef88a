namespace Myelin.Reference.Replays;

/// <summary>y's axis i is x's axis order[i].</summary>
internal sealed class PermuteReplay(int[] order) : SelectionReplay
{
    protected override IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++)
        {
            int[] to = Coordinates.Of(y.Shape, i), from = new int[order.Length];
            for (int axis = 0; axis < order.Length; axis++) from[order[axis]] = to[axis];
            yield return (0, Coordinates.Position(x[0].Shape, from), i);
        }
    }
}
