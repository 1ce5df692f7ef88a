using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>A batch in parts takes the step of the whole batch.</summary>
public sealed class MicroBatchTests
{
    private static readonly Shape Input = new(4);

    [Theory]
    [InlineData("linear:8 tanh linear:3", null, false, false)]
    [InlineData("linear:8 tanh linear:3", null, true, false)]
    [InlineData("linear:8 tanh linear:3", null, false, true)]
    [InlineData("linear:8 tanh linear:3", "ridge:lambda=0.5", true, true)]
    [InlineData("linear:64 tanh dropout:0.4 linear:64 alpha-dropout:0.3 rrelu linear:3", "lasso:lambda=0.01", false, false)]
    public void A_batch_in_parts_takes_the_step_of_the_whole(string text, string? penalty, bool weighted, bool classWeights)
    {
        var options = new TrainerOptions
        {
            Epochs = 1,
            BatchSize = 20,
            LearningRate = 0.5f,
            Penalty = penalty is null ? null : Penalty.Parse(penalty),
            ClipNorm = 100
        };
        Loss loss = classWeights ? new CrossEntropyLoss([0.5f, 0, 4]) : new CrossEntropyLoss();
        (float[] whole, TrainingResult expected) = Train(text, options, loss, weighted);
        foreach (int size in (int[])[1, 3, 7, 19, 20, 500])
        {
            (float[] parts, TrainingResult found) = Train(text, options with { MicroBatchSize = size }, loss, weighted);
            Assert.Equal(expected.TrainingLoss, found.TrainingLoss, 1e-6);
            Assert.Equal(expected.Penalty ?? 0, found.Penalty ?? 0, 1e-6);
            // Three steps at a large rate.
            for (int i = 0; i < whole.Length; i++) Assert.Equal(whole[i], parts[i], 2e-5);
            if (size >= 20) Assert.Equal(whole, parts);
        }

        (float[] other, _) = Train(text, options with { BatchSize = 7 }, loss, weighted);
        Assert.Contains(whole.Zip(other), pair => Math.Abs(pair.First - pair.Second) > 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loss_that_is_no_mean_over_rows_takes_whole_batches(bool own)
    {
        Loss loss = own ? new Geometric() : new RootMeanSquaredErrorLoss();
        var options = new TrainerOptions { Epochs = 1, BatchSize = 16 };
        MemorySource rows = MemorySource.WithTargets(Input, Samples.Make(192, 3), Samples.Make(48, 4));
        Trainer New(int? size) => new(Sequential.Build("linear:1", Input, new RandomSource(1)), loss, new Sgd(), options with { MicroBatchSize = size });
        Assert.Contains($"'{loss}' is no mean over rows", Assert.Throws<ArgumentException>(() => New(4)).Message, StringComparison.Ordinal);
        Assert.Equal(New(null).Fit(rows).TrainingLoss, New(16).Fit(rows).TrainingLoss);
    }

    [Fact]
    public void A_part_has_the_rows_that_a_batch_normalisation_needs()
    {
        // Parts of 5, 5 and 6 rows of 16: the last has no row alone.
        var options = new TrainerOptions { Epochs = 2, BatchSize = 16, MicroBatchSize = 5 };
        (float[] values, _) = Train("linear:8 batch-norm linear:3", options, new CrossEntropyLoss(), weighted: false);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Contains("batches of 1, the micro-batch size. Take a micro-batch size of 2 or more",
            Assert.Throws<ArgumentException>(() =>
            Train("linear:8 batch-norm linear:3", options with { MicroBatchSize = 1 }, new CrossEntropyLoss(), weighted: false)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Train("linear:3", options with { MicroBatchSize = 0 }, new CrossEntropyLoss(), weighted: false));
    }

    [Theory]
    [InlineData("linear:3", true)]
    [InlineData("prelu", false)]
    [InlineData("batch-norm", false)]
    [InlineData("linear:8 tanh linear:3", true)]
    public void A_penalty_on_weights_that_are_frozen_or_are_none_leaves_the_gradient_of_the_rest(string text, bool freezes)
    {
        var options = new TrainerOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.1f, Penalty = Penalty.Of(new Ridge(0.01f)) };
        float[][] found = [.. ((int?[])[null, 4]).Select(size =>
        {
            Sequential network = Sequential.Build(text, Input, new RandomSource(1));
            foreach (Parameter parameter in network.Parameters) parameter.IsFrozen = freezes && parameter.Kind == ParameterKind.Weight;
            float[] before = network.Store.Values.ToArray();
            IDataSource rows = text.EndsWith('3') ? Rows(false) : MemorySource.WithTargets(Input, Samples.Make(192, 3), Samples.Make(192, 4), 4);
            new Trainer(network, text.EndsWith('3') ? new CrossEntropyLoss() : new MeanSquaredErrorLoss(), new Sgd(), options with { MicroBatchSize = size })
                .Fit(rows);
            Assert.NotEqual(before, network.Store.Values.ToArray());
            return network.Store.Values.ToArray();
        })];
        // Parts of a batch normalisation have statistics of their own.
        for (int i = 0; i < found[0].Length; i++) Assert.Equal(found[0][i], found[1][i], text == "batch-norm" ? 0.1 : 1e-5);
    }

    [Fact]
    public void A_batch_whose_rows_all_count_nothing_has_gradient_zero()
    {
        (float[] whole, TrainingResult expected) = Train("linear:3", new TrainerOptions { Epochs = 1, BatchSize = 6 },
            new CrossEntropyLoss([0, 0, 0]), weighted: false);
        (float[] parts, TrainingResult found) = Train("linear:3", new TrainerOptions { Epochs = 1, BatchSize = 6, MicroBatchSize = 2 },
            new CrossEntropyLoss([0, 0, 0]), weighted: false);
        Assert.Equal(whole, parts);
        Assert.Equal(expected.TrainingLoss, found.TrainingLoss);
    }

    [Fact]
    public void A_training_in_parts_goes_on_to_the_same_bits()
    {
        var options = new TrainerOptions { Epochs = 3, BatchSize = 20, MicroBatchSize = 6 };
        Sequential network = Sequential.Build("linear:8 tanh dropout:0.4 linear:3", Input, new RandomSource(1)),
            again = Sequential.Build("linear:8 tanh dropout:0.4 linear:3", Input, new RandomSource(1));
        new Trainer(network, new CrossEntropyLoss(), new Adam(), options).Fit(Rows(false));
        TrainingRun run = new Trainer(again, new CrossEntropyLoss(), new Adam(), options).Start(Rows(false));
        while (!run.IsOver) run.Continue(new StopEachStep());
        Assert.Equal(network.Store.Values.ToArray(), again.Store.Values.ToArray());
        var other = new Trainer(Sequential.Build("linear:8 tanh dropout:0.4 linear:3", Input, new RandomSource(1)), new CrossEntropyLoss(),
            new Adam(), options with { MicroBatchSize = 5 });
        Assert.Contains("micro-batch size 6", Assert.Throws<ArgumentException>(() => other.Resume(run.Capture(), Rows(false))).Message,
            StringComparison.Ordinal);
    }

    private static (float[] Values, TrainingResult Result) Train(string text, TrainerOptions options, Loss loss, bool weighted)
    {
        Sequential network = Sequential.Build(text, Input, new RandomSource(1));
        TrainingResult result = new Trainer(network, loss, new Sgd(), options).Fit(Rows(weighted));
        return (network.Store.Values.ToArray(), result);
    }

    private static MemorySource Rows(bool weighted) => MemorySource.WithLabels(
        Input, Samples.Make(48 * 4, 3), [.. Enumerable.Range(0, 48).Select(row => row / 2 % 3)], 3,
            weighted ? [.. Enumerable.Range(0, 48).Select(row => row % 5 == 0 ? 0 : 0.25f * (row % 7 + 1))] : null);

    private sealed class Geometric : Loss
    {
        private static readonly MeanSquaredErrorLoss Rows = new();

        public override string Canonical => "geometric";

        public override LossDomain Domain => LossDomain.AnyValue;

        public override Loss RowLoss => Rows;

        public override double OfMean(double mean) => Math.Log(1 + mean);

        protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
            (1 + Rows.Compute(prediction, targets, rowWeights, reduction)).Log();
    }

    private sealed class StopEachStep : ITrainingListener
    {
        public void OnStep(in StepEvent step) => step.Stop();
    }
}
