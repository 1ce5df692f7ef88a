using Myelin.Data;
using Myelin.Ensembles;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Training;

namespace Myelin.Lecture.Snippets;

internal static class EnsembleOfNetworks
{
    internal static float[] Run()
    {
        float[] points = [1, 1, 2, 1, 2, 3, 6, 5, 8, 6, 9, 9];
        var shape = new Shape(2);
        var all = MemorySource.WithLabels(shape, points, [0, 0, 0, 1, 1, 1], 2);
        Ensemble ensemble = Bagging.Fit(members: 5, all, seed: 1, (rows, seed) =>
        {
            var random = new RandomSource(seed);
            var member = Sequential.Build("linear:4 tanh linear:2", shape, random);
            var options = new TrainerOptions { Seed = seed };
            var loss = new CrossEntropyLoss();
            new Trainer(member, loss, new Adam(), options).Fit(rows);
            return member;
        });
        int[] votes = ensemble.Vote([7, 8]);
        var network = ensemble.ToNetwork(); // one network that gives the mean
        return [votes[0], .. network.Predict(shape, [7, 8])];
    }
}
