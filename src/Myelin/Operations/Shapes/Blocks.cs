using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>How a part along one axis lies inside a whole: <see cref="Count"/> contiguous runs of <see cref="Part"/> elements.</summary>
internal readonly record struct Blocks(int Count, int Part, int Whole, int Start)
{
    /// <summary>The runs of a part that begins at entry <paramref name="start"/> of the whole's axis.</summary>
    internal static Blocks Of(Shape whole, Shape part, int axis, int start)
    {
        int inner = whole.CountBehind(axis);
        int outer = 1;
        for (int i = 0; i < axis; i++) outer *= whole[i];
        return new Blocks(outer, part[axis] * inner, whole[axis] * inner, start * inner);
    }

    internal int WholeStart(int block) => block * Whole + Start;
}
