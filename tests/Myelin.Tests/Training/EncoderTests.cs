using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Encoders: trained by the triplet loss, judged by nearest neighbours.</summary>
public sealed class EncoderTests
{
    [Fact]
    public void Training_brings_rows_of_a_class_together()
    {
        // Two of ten inputs make the class, so the nearest inputs hardly tell it.
        MemorySource training = Rows(400, seed: 1), test = Rows(200, seed: 2);
        Sequential network = Sequential.Build("linear:32 tanh linear:4 l2-normalize", training.InputShape, new RandomSource(1));
        double before = Accuracy();
        TrainingResult result = new Trainer(network, new TripletLoss(), new Adam(),
            new TrainerOptions { Epochs = 60, BatchSize = 50, LearningRate = new Constant(0.01f) }).Fit(training, test);
        Assert.True(result.BestEpoch > 1);
        Assert.InRange(before, 0.5, 0.9);
        Assert.InRange(Accuracy(), 0.94, 1);

        double Accuracy() => Evaluation.Of(network, new TripletLoss(), test, training).Classification!.Accuracy;
    }

    [Fact]
    public void Without_neighbours_there_is_a_loss_alone_and_with_the_rows_themselves_each_has_another()
    {
        var network = Sequential.Build("dropout:0.5", new Shape(1), new RandomSource(1));
        MemorySource rows = MemorySource.WithLabels(new Shape(1), [0, 1, 10, 11, 20], [0, 0, 1, 1, 2], 3);
        Evaluation alone = Evaluation.Of(network, new TripletLoss(), rows), among = Evaluation.Of(network, new TripletLoss(), rows, rows);
        Assert.Null(alone.Classification);
        Assert.False(alone.IsByNeighbor);
        Assert.True(among.IsByNeighbor);
        Assert.Equal(alone.Loss, among.Loss);
        Assert.Equal(0.8, among.Classification!.Accuracy, 1e-9);
        Assert.True(double.IsNaN(among.Classification.LogLoss));
        Assert.Equal(1,
            Evaluation.Of(network, new TripletLoss(), rows,
            MemorySource.WithLabels(new Shape(1), [0, 1, 10, 11, 20], [0, 0, 1, 1, 2], 3)).Classification!.Accuracy);
        Assert.Throws<ArgumentException>(() =>
            Evaluation.Of(Sequential.Build("linear:3", new Shape(1), new RandomSource(1)), new CrossEntropyLoss(), rows, rows));
    }

    [Fact]
    public void Rows_sorted_by_class_are_compared_across_classes()
    {
        // In parts of 256 rows in order every part would hold one class, and the loss would be 0.
        var network = Sequential.Build("dropout:0.5", new Shape(1), new RandomSource(1));
        float[] inputs = Samples.Make(1024, 3);
        int[] sorted = [.. Enumerable.Range(0, 1024).Select(row => row / 256)];
        double loss = Evaluation.Of(network, new TripletLoss(), MemorySource.WithLabels(new Shape(1), inputs, sorted, 4)).Loss;
        Assert.InRange(loss, 0.1, 0.5);
    }

    private static MemorySource Rows(int count, int seed)
    {
        float[] x = Samples.Make(10 * count, seed);
        return MemorySource.WithLabels(new Shape(10), x, [.. x.Chunk(10).Select(row => row[0] + row[1] > 0 ? 1 : 0)], 2);
    }
}
