using Myelin.Activations;
using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class NeuronOfInputs
{
    internal static float[] Run()
    {
        var weight = new Tensor(new Shape(1, 2), 1, 1);
        var bias = new Tensor(new Shape(1), -0.5f);
        Activation f = Activation.Parse("step"); // or identity, sigmoid, …
        var neuron = new Linear(weight, bias, f);
        return neuron.Predict(new Shape(2), [0, 0, 0, 1, 1, 0, 1, 1]);
    }
}
