using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class ActivationAndSlope
{
    internal static (float[] Values, float[] Slopes) Run()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(3), -1, 0, 1));
        Activation f = Activation.Parse("elu:alpha=1");
        Tensor y = f.Apply(x);
        tape.Backward(y.Sum());
        return (y.ToArray(), tape.Gradient(x).ToArray());
    }
}
