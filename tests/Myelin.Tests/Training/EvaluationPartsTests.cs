using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Tests.Layers;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>An evaluation has the same bits however many rows are predicted at once.</summary>
public sealed class EvaluationPartsTests
{
    private const int Rows = 600;
    private static readonly Shape Input = new(5);

    public static TheoryData<int> RowsAtOnce => [1, 7, 100, 256, Rows];

    [Theory, MemberData(nameof(RowsAtOnce))]
    public void Of_weighted_targets(int atOnce)
    {
        MemorySource source = MemorySource.WithTargets(Input, Samples.Make(5 * Rows, 1), Samples.Make(2 * Rows, 2), 2, Weights());
        Same("linear:9 tanh linear:2", new HuberLoss(0.1f), source, atOnce);
        Same("linear:9 tanh linear:2", new RootMeanSquaredErrorLoss(), source, atOnce);
    }

    [Theory, MemberData(nameof(RowsAtOnce))]
    public void Of_weighted_classes(int atOnce)
    {
        MemorySource source = MemorySource.WithLabels(Input, Samples.Make(5 * Rows, 1), Labels(), 3, Weights());
        Same("linear:9 tanh batch-norm linear:3", new CrossEntropyLoss([0.3f, 1.7f, 0.9f]), source, atOnce);
        Same("linear:9 tanh linear:3", Loss.Parse("focal"), source, atOnce);
    }

    [Theory, MemberData(nameof(RowsAtOnce))]
    public void Of_an_encoder_whose_rows_are_compared_with_each_other(int atOnce)
    {
        MemorySource source = MemorySource.WithLabels(Input, Samples.Make(5 * Rows, 1), Labels(), 3);
        Evaluation found = Same("linear:9 tanh linear:4 l2-normalize", new TripletLoss(), source, atOnce, source);
        // Rows that are not compared with any other have the loss 0.
        Assert.InRange(found.Loss, 0.01, 1);
    }

    [Fact]
    public void The_loss_divides_by_weights_that_are_added_in_groups_of_at_most_256_rows()
    {
        float[] inputs = Samples.Make(5 * Rows, 1), targets = Samples.Make(Rows, 2), weights = Weights();
        Sequential network = Sequential.Build("linear:9 tanh linear:1", Input, new RandomSource(1));
        float[] predictions = network.Predict(Input, inputs);
        double sum = 0, divisor = 0;
        for (int group = 0; group < 3; group++)
        {
            double counted = 0;
            for (int row = Shard.Start(Rows, 3, group); row < Shard.Start(Rows, 3, group + 1); row++)
            {
                float error = predictions[row] - targets[row];
                sum += (double)weights[row] * (error * error);
                counted += weights[row];
            }

            divisor += counted;
        }

        Assert.Equal(sum / divisor, Evaluation.Of(network, new MeanSquaredErrorLoss(), MemorySource.WithTargets(Input, inputs, targets, 1, weights)).Loss);
    }

    private static Evaluation Same(string text, Loss loss, MemorySource source, int atOnce, IDataSource? neighbors = null)
    {
        Sequential network = Sequential.Build(text, Input, new RandomSource(1));
        var claiming = new Claiming(network, atOnce);
        Evaluation expected = Evaluation.Of(network, loss, source, neighbors), found = Evaluation.Of(claiming, loss, source, neighbors);
        Assert.InRange(claiming.Taken.Max(), 1, Math.Min(atOnce, 256));
        Assert.Equal(Figures(expected), Figures(found));
        Assert.Equal(expected.Classification?.ConfusionMatrix, found.Classification?.ConfusionMatrix);
        return found;
    }

    private static double[] Figures(Evaluation evaluation)
    {
        ClassificationMetrics? classes = evaluation.Classification;
        RegressionMetrics? values = evaluation.Regression;
        return [evaluation.Loss, classes?.LogLoss ?? 0, classes?.Accuracy ?? 0, classes?.TotalWeight ?? 0, values?.MeanSquaredError ?? 0,
            values?.MeanAbsoluteError ?? 0, values?.RSquared ?? 0, values?.TotalWeight ?? 0];
    }

    // Of many sizes, so that their sum in double depends on the order.
    private static float[] Weights() => [.. Samples.Make(Rows, 3).Select((value, row) => MathF.ScaleB(value + 0.7f, row % 41 - 20))];

    private static int[] Labels() => [.. Enumerable.Range(0, Rows).Select(row => row * 7 % 3)];
}
