using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Reference;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class BackPropagationOfRow
{
    internal static double[] Run()
    {
        var random = new RandomSource(seed: 1);
        var text = "linear:2 sigmoid linear:1 sigmoid";
        Sequential network = Sequential.Build(text, new Shape(2), random);
        var target = new Tensor(new Shape(1, 1), 1);
        var loss = new MeanSquaredError();
        var trace = BackPropagationTrace.Of(network, [1, 0], target, loss, rate: 1);
        trace.Write(TextWriter.Null); // or Console.Out: the step as on paper
        return [.. trace.Layers[1].Weights.Select(weight => weight.Gradient)];
    }
}
