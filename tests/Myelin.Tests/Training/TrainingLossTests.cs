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

/// <summary>What a training reports of its rows.</summary>
public sealed class TrainingLossTests
{
    private static readonly Shape Input = new(4);

    [Fact]
    public void The_training_loss_is_the_weighted_mean_of_the_rows()
    {
        float[] inputs = Samples.Make(40, 1), weights = [.. Enumerable.Range(0, 10).Select(row => row % 3 + 0.5f)];
        int[] labels = [.. Enumerable.Range(0, 10).Select(row => row % 3)];
        foreach (Loss loss in (Loss[])[new CrossEntropyLoss(), new CrossEntropyLoss([0, 1, 4])])
        {
            foreach (float[]? own in (float[]?[])[null, weights])
            {
                Sequential network = Sequential.Build("linear:3", Input, new RandomSource(1));
                MemorySource rows = MemorySource.WithLabels(Input, inputs, labels, 3, own);
                TrainingResult result = new Trainer(network, loss, new Sgd(),
                    new TrainerOptions { Epochs = 1, BatchSize = 3, LearningRate = new Constant(0) }).Fit(rows);
                Assert.Equal(Evaluation.Of(network, loss, rows).Loss, result.TrainingLoss, 1e-6);
            }
        }
    }
}
