using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class LossOfProbabilities
{
    internal static float[] Run()
    {
        var model2 = new Tensor(
            new Shape(4, 3),
            0.7f, 0.1f, 0.2f, 0.1f, 0.8f, 0.1f, 0.9f, 0.1f, 0, 0.4f, 0.3f, 0.3f);
        Labels labels = new[] { 0, 1, 0, 2 };
        Loss loss = Loss.Parse("brier");
        Tensor rows = loss.Compute(model2, labels, reduction: Reduction.None);
        return rows.ToArray(); // a network's logits go to new CrossEntropyLoss()
    }
}
