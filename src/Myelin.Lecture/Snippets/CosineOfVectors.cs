using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class CosineOfVectors
{
    internal static float[] Run()
    {
        var predictions = new Tensor(new Shape(2, 3), 1, 2, 3, 0, 0, 1);
        var targets = new Tensor(new Shape(2, 3), 1, 8, 3, 0, 1, 0);
        var loss = new CosineLoss();
        Tensor mean = loss.Compute(predictions, targets);
        return mean.ToArray();
    }
}
