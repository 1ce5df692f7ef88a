using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class ActivationAndSlope
{
    internal static (float[] Values, float[] Slopes) Run()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep();
        Tensor x = tape.Variable(new Tensor(new Shape(3), -1, 0, 1));
        Tensor y = Activation.Parse("elu:alpha=1").Apply(x); // or tanh, selu, …
        tape.Backward(y.Sum());
        return (y.ToArray(), tape.Gradient(x).ToArray());
    }
}
