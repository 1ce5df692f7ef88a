using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class NetworkOfLayers
{
    internal static float[] Run()
    {
        var random = new RandomSource(seed: 1);
        var inputs = new Shape(2);
        Layer network = Sequential.Build("linear:2 tanh linear:1", inputs, random);
        return network.Predict(inputs, [0, 1]);
    }
}
