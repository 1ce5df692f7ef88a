using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Training;

namespace Myelin.Bits;

/// <summary>Small trainings that between them use every layer, activation, loss, penalty and optimizer of the library.</summary>
internal static class Workloads
{
    internal static IEnumerable<(string Name, string Fingerprint)> Run(ulong seed)
    {
        yield return ("xor",
            Train("linear:8 tanh linear:1", Rows(new Shape(2), 4, 1, seed), "binary-cross-entropy", "sgd:momentum=0.9,nesterov=true", 40, 4, 1, seed));
        yield return ("tabular",
            Train("linear:64 selu dropout:0.1 linear:33 leaky-relu linear:1", Rows(new Shape(8), 300, 0, seed), "huber:delta=0.5", "adam", 4, 32, 1, seed));
        yield return ("shards", Train("linear:20 sigmoid linear:5", Rows(new Shape(7), 200, 5, seed), "focal:gamma=1.5", "adamw", 4, 50, 3, seed));
        yield return ("squares", Train("linear:12 tanh linear:1", Rows(new Shape(5), 90, 0, seed), "mse", "sgd:momentum=0.9", 4, 30, 1, seed));
        yield return ("sizes", Train("linear:12 relu linear:1", Rows(new Shape(5), 90, 0, seed), "mae", "sgd", 4, 30, 1, seed));
        yield return ("rare", Train("linear:12 selu linear:1", Rows(new Shape(5), 90, 1, seed), "binary-focal:alpha=0.25", "adam", 4, 30, 1, seed));
        yield return ("images", Train(
            "conv:6,5,padding=2 batch-norm relu pool:2 residual(conv:6,3,padding=1 tanh) conv:9,3,stride=2 selu flatten linear:20 relu linear:10",
            Rows(new Shape(1, 14, 14), 40, 10, seed), "cross-entropy", "adam", 2, 20, 2, seed));
        yield return ("encoder",
            Train("linear:20 tanh linear:8 l2-normalize", Rows(new Shape(6), 120, 4, seed), "triplet:margin=0.3,distance=euclidean,mining=semi-hard",
            "adam", 4, 40, 1, seed));
        yield return ("directions", Train("linear:9 tanh linear:5", Directions(5, 60, seed), "cosine", "adam", 4, 20, 1, seed));
        yield return ("penalty",
            Train("linear:33 selu alpha-dropout:0.1 linear:20 selu linear:1", Rows(new Shape(8), 300, 0, seed), "mse", "adam", 4, 32, 2, seed,
            "elastic-net:lambda=0.01,biases=true"));
    }

    private static string Train(string layers, MemorySource source, string loss, string optimizer, int epochs, int batch, int shards, ulong seed,
        string? penalty = null)
    {
        Sequential network = Sequential.Build(layers, source.InputShape, new RandomSource(seed));
        var options = new TrainerOptions { Epochs = epochs, BatchSize = batch, Shards = shards, Seed = seed, ClipNorm = 1,
            LearningRate = new Constant(0.01f), Penalty = penalty is null ? null : Penalty.Parse(penalty) };
        new Trainer(network, Loss.Parse(loss), Optimizer.Parse(optimizer), options).Fit(source, source);
        return WeightsHash.Compute(NamedTensors.Of(network));
    }

    /// <summary>Normal inputs, and as targets the same in reverse order.</summary>
    private static MemorySource Directions(int width, int count, ulong seed)
    {
        var inputs = new float[width * count];
        new Philox(seed, stream: 1000).FillNormal(inputs, step: 0, row: 0);
        return MemorySource.WithTargets(new Shape(width), inputs, [.. Enumerable.Reverse(inputs)], width);
    }

    /// <summary>Normal inputs; targets that are a label of some classes (1 stands for two), or without classes a sum of the inputs.</summary>
    private static MemorySource Rows(Shape shape, int count, int classes, ulong seed)
    {
        var inputs = new float[shape.Count * count];
        new Philox(seed, stream: 1000).FillNormal(inputs, step: 0, row: 0);
        if (classes == 0) return MemorySource.WithTargets(shape, inputs, [.. inputs.Chunk(shape.Count).Select(row => row[0] - row[1] * row[^1])]);
        int distinct = Math.Max(2, classes);
        return MemorySource.WithLabels(shape, inputs,
            [.. inputs.Chunk(shape.Count).Select(row => Math.Abs((int)(row[0] * 3 + row[^1] * 2)) % distinct)], distinct);
    }
}
