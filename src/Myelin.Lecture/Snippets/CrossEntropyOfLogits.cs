using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class CrossEntropyOfLogits
{
    internal static float[] Run()
    {
        var logits = new Tensor(new Shape(2, 3), 2, 1, 0, 0, 3, 1); // rows, classes
        Labels labels = new[] { 0, 2 };
        var loss = new CrossEntropyLoss();
        return loss.Compute(logits, labels, reduction: Reduction.None).ToArray();
    }
}
