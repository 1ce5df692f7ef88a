using Myelin.Tensors;

namespace Myelin.Reference.Replays;

/// <summary>Places in a tensor as one index for each axis.</summary>
internal static class Coordinates
{
    /// <summary>The indices of an element, from its row-major position.</summary>
    internal static int[] Of(Shape shape, int position)
    {
        var index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; position /= shape[axis--]) index[axis] = position % shape[axis];
        return index;
    }

    /// <summary>The row-major position of an element; along axes of size 1 every index means the only entry.</summary>
    internal static int Position(Shape shape, params ReadOnlySpan<int> index)
    {
        int position = 0;
        for (int axis = 0; axis < shape.Rank; axis++) position = position * shape[axis] + (shape[axis] == 1 ? 0 : index[axis]);
        return position;
    }
}
