using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;

namespace Myelin.Lecture.Snippets;

internal static class NetworkOfXor
{
    internal static float[] Run()
    {
        float[] points = [0, 0, 0, 1, 1, 0, 1, 1];
        var shape = new Shape(2);
        var rows = MemorySource.WithLabels(shape, points, [0, 1, 1, 0], 2);
        var random = new RandomSource(seed: 1);
        var network = Sequential.Build("linear:8 tanh linear:1", shape, random);
        var rate = new Constant(0.02f);
        var options = new TrainerOptions { Epochs = 500, LearningRate = rate };
        var loss = new BinaryCrossEntropyLoss();
        new Trainer(network, loss, new Adam(), options).Fit(rows);
        return network.Predict(shape, points); // logits: above 0 is 1
    }
}
