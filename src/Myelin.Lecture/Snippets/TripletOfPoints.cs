using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class TripletOfPoints
{
    internal static float[] Run()
    {
        var anchor = new Tensor(new Shape(1, 2), 0, 0);
        var positive = new Tensor(new Shape(1, 2), 3, 0);
        var negative = new Tensor(new Shape(1, 2), 0, 1);
        var loss = new TripletLoss(margin: 0.5f);
        return loss.Compute(anchor, positive, negative).ToArray();
    }
}
