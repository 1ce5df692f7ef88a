namespace Myelin.Reference.Replays;

/// <summary>Rows by number.</summary>
internal sealed class GatherRowsReplay(int[] rows) : SelectionReplay
{
    protected override IEnumerable<(int Operand, int From, int To)> Links(ReferenceTensor[] x, ReferenceTensor y)
    {
        int width = x[0].Shape.CountBehind(0);
        for (int i = 0; i < y.Values.Length; i++) yield return (0, rows[i / width] * width + i % width, i);
    }
}
