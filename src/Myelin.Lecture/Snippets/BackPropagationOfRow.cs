using Myelin.Activations;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Reference;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class BackPropagationOfRow
{
    internal static double[] Run()
    {
        Activation f = Activation.Parse("sigmoid");
        var w1 = new Tensor(new Shape(2, 2), 1, 1, 1, 1);
        var w2 = new Tensor(new Shape(1, 2), 1, -1);
        var network = new Sequential(
            new Linear(w1, new Tensor(new Shape(2), -0.5f, -1.5f), f),
            new Linear(w2, new Tensor(new Shape(1), -0.5f), f));
        var target = new Tensor(new Shape(1, 1), 1);
        var loss = new MeanSquaredErrorLoss();
        var trace = BackPropagationTrace.Of(network, [1, 0], target, loss, rate: 1);
        trace.Write(TextWriter.Null); // or Console.Out: the step as on paper
        return [.. trace.Layers[1].Weights.Select(weight => weight.Gradient)];
    }
}
