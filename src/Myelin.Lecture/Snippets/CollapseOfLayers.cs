using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class CollapseOfLayers
{
    internal static float[] Run()
    {
        var inputs = new Shape(2);
        var random = new RandomSource(seed: 1);
        var deep = Sequential.Build("linear:3 linear:2 linear:1", inputs, random);
        Sequential one = deep.Collapse(inputs); // linear:1
        return one.Predict(inputs, [3, -2]);
    }
}
