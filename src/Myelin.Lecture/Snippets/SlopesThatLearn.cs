using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class SlopesThatLearn
{
    internal static float[] Run()
    {
        var inputs = new Shape(2);
        var text = "linear:4 prelu linear:1";
        var network = Sequential.Build(text, inputs, new RandomSource(seed: 1));
        var alone = new ParametricRelu(slope: 0.25f);
        float[] unit = alone.Predict(inputs, [-2, 2]); // -0.5 and 2
        return [.. network.Predict(inputs, [0, 1]), .. unit];
    }
}
