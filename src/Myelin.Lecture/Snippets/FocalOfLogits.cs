using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class FocalOfLogits
{
    internal static float[] Run()
    {
        var logits = new Tensor(new Shape(3, 1), 2, -1, 0);
        Labels labels = new[] { 1, 0, 1 };
        var loss = new BinaryFocalLoss(gamma: 2, alpha: 0.25f);
        return loss.Compute(logits, labels, reduction: Reduction.None).ToArray();
    }
}
