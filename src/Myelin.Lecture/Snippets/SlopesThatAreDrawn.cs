using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class SlopesThatAreDrawn
{
    internal static float[] Run()
    {
        var inputs = new Shape(2);
        var random = new RandomSource(seed: 1);
        var network = Sequential.Build("linear:4 rrelu linear:1", inputs, random);
        var alone = new RandomizedRelu(1 / 8f, 1 / 3f, random);
        float[] unit = alone.Predict(inputs, [-2, 2]); // -0.4583 and 2
        return [.. network.Predict(inputs, [0, 1]), .. unit];
    }
}
