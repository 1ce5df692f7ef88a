using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class NetworkOfLayers
{
    internal static float[] Run()
    {
        var random = new RandomSource(seed: 1);
        Sequential network = Sequential.Build("linear:2 tanh linear:1", new Shape(2), random);
        return network.Predict(new Shape(2), [0, 1]);
    }
}
