using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class OneHotOfLabels
{
    internal static float[] Run()
    {
        var identity = new Tensor(new Shape(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1);
        return identity.GatherRows((Labels)new[] { 0, 1, 0, 2 }).ToArray();
    }
}
