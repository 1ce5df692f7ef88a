using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class LossOfRows
{
    internal static float[] Run()
    {
        var predictions = new Tensor(new Shape(5, 1), 0, 0, 0, 0, 0);
        var targets = new Tensor(new Shape(5, 1), -10, -5, 0, 5, 100);
        Loss loss = Loss.Parse("huber:delta=10");
        Tensor rows = loss.Compute(predictions, targets, reduction: Reduction.None);
        return rows.ToArray();
    }
}
