using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class GradientOfLoss
{
    internal static float[] Run()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(1, 1), 2));
        var zero = new Tensor(new Shape(1, 1), 0);
        tape.Backward(new MeanSquaredErrorLoss().Compute(x, zero));
        return tape.Gradient(x).ToArray(); // x ← x - rate · this
    }
}
