namespace Myelin.Reference.Replays;

/// <summary>
/// y = a where the condition is not 0, else b, with operands repeated along axes of size 1, a scalar everywhere; the condition is a constant.
/// </summary>
internal sealed class WhereReplay : SelectionReplay
{
    protected override IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int i = 0; i < y.Values.Length; i++)
        {
            int[] at = Coordinates.Of(y.Shape, i);
            int chosen = x[0].Values[Coordinates.Position(x[0].Shape, at)] != 0 ? 1 : 2;
            yield return (chosen, Coordinates.Position(x[chosen].Shape, at), i);
        }
    }
}
