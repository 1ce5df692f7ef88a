namespace Myelin.Reference.Replays;

/// <summary>Tensors one behind the other along an axis.</summary>
internal sealed class ConcatenateReplay(int axis) : SelectionReplay
{
    protected override IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int operand = 0, start = 0; operand < x.Length; start += x[operand++].Shape[axis])
        {
            for (int i = 0; i < x[operand].Values.Length; i++)
            {
                int[] index = Coordinates.Of(x[operand].Shape, i);
                index[axis] += start;
                yield return (operand, i, Coordinates.Position(y.Shape, index));
            }
        }
    }
}
