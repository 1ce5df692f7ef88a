using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>A number that is none ends in an error that says where, never in a result.</summary>
public sealed class NonFiniteTests
{
    private static readonly Shape Input = new(2);

    [Fact]
    public void A_gradient_that_is_none_in_the_last_step_is_told_and_the_weights_are_those_before()
    {
        Sequential network = Network();
        var trainer = new Trainer(network, new RootLoss(), new Sgd(), new TrainerOptions { Epochs = 1, BatchSize = 4, LearningRate = new Constant(0.1f) });
        // The network predicts its bias for inputs of 0; targets equal to it give √0.
        MemorySource rows = MemorySource.WithTargets(Input, new float[8], [.. Enumerable.Repeat(network.Predict(Input, [0, 0])[0], 4)]);
        string before = Hash(network);
        var thrown = Assert.Throws<NonFiniteGradientException>(() => trainer.Fit(rows));
        Assert.Equal((1, 1, 1), (thrown.Step, thrown.Epoch, thrown.Batch));
        Assert.Contains("step 1 (epoch 1, batch 1)", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("0", thrown.Layer);
        Assert.Equal(before, Hash(network));
        // A training that failed does not go on as if nothing had happened.
        TrainingRun run = trainer.Start(rows);
        for (int attempt = 0; attempt < 2; attempt++) Assert.Throws<NonFiniteGradientException>(() => run.Continue());
        Assert.Equal(0, run.Step);
    }

    [Fact]
    public void An_optimizer_takes_no_step_with_a_gradient_or_a_rate_that_is_none()
    {
        foreach (Optimizer optimizer in (Optimizer[])[new Sgd(), new Sgd(0.9f), new Adam(), new AdamW()])
        {
            Sequential network = Network();
            ParameterStore store = network.Store;
            float[] before = store.Values.ToArray();
            foreach (float wrong in (float[])[float.NaN, -0.1f, float.PositiveInfinity])
                Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(store, wrong));
            foreach (float wrong in (float[])[float.NaN, float.NegativeInfinity])
            {
                store.ChangeGradients((store.Ranges[^1].Start, wrong), static (gradients, one) =>
                {
                    gradients.Clear();
                    gradients[one.Start] = one.wrong;
                });
                Assert.Equal("2", Assert.Throws<NonFiniteGradientException>(() => optimizer.Step(store, 0.1f)).Layer);
            }

            Assert.Equal(0, optimizer.Steps);
            Assert.Equal(before, store.Values);
        }
    }

    [Fact]
    public void Weights_that_overflow_in_the_last_step_are_told()
    {
        Sequential network = Network();
        var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(),
            new TrainerOptions { Epochs = 1, BatchSize = 4, LearningRate = new Constant(float.MaxValue) });
        var thrown = Assert.Throws<NonFiniteWeightException>(() => trainer.Fit(MemorySource.WithTargets(Input, Samples.Make(8, 1), [1e10f, -1e10f, 1e10f, 3])));
        Assert.Contains("after step 1", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1)]
    [InlineData(float.PositiveInfinity)]
    public void A_schedule_that_gives_no_rate_is_refused_at_its_step(float wrong)
    {
        Sequential network = Network();
        var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(),
            new TrainerOptions { Epochs = 2, BatchSize = 4, LearningRate = new Breaking(wrong) });
        string message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Rows())).Message;
        Assert.Contains("step 3 (epoch 2, batch 1)", message, StringComparison.Ordinal);
        Assert.Contains("'breaking'", message, StringComparison.Ordinal);
        Assert.All(network.Parameters, parameter => Assert.All(parameter.Value.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void A_validation_loss_that_is_none_is_no_lack_of_improvement()
    {
        Trainer trainer = New(Network());
        MemorySource rows = Rows(), missing = MemorySource.WithTargets(Input, Samples.Make(8, 4), [1, float.NaN, 2, 3]);
        var thrown = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(rows, missing));
        Assert.Contains("validation rows is NaN after epoch 1", thrown.Message, StringComparison.Ordinal);
        float[] inputs = Samples.Make(8, 4);
        inputs[3] = float.NaN;
        var predicted = Assert.Throws<NonFinitePredictionException>(() => trainer.Fit(rows, MemorySource.WithTargets(Input, inputs, new float[4])));
        Assert.Contains("After epoch 1 (step 2), among the validation rows: The network predicts NaN or ∞ for row 1", predicted.Message,
            StringComparison.Ordinal);
        Assert.Equal(("0", 2L, 1), (predicted.Layer, predicted.Step, predicted.Epoch));
        Assert.Contains("no validation rows",
            Assert.Throws<ArgumentException>(() => trainer.Fit(rows, MemorySource.WithTargets(Input, [], []))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_infinite_validation_loss_is_never_the_best_and_never_a_lack_of_improvement()
    {
        var trainer = new Trainer(Network(), new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 50, Patience = 3 });
        MemorySource huge = MemorySource.WithTargets(Input, Samples.Make(8, 4), [1, 2, 3, float.MaxValue]);
        Assert.Contains("infinite", Assert.Throws<NonFiniteLossException>(() => trainer.Fit(Rows(), huge)).Message, StringComparison.Ordinal);
        foreach (int patience in (int[])[0, 20])
        {
            var few = new Trainer(Network(), new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 3, Patience = patience });
            Assert.Throws<NonFiniteLossException>(() => few.Fit(Rows(), huge));
        }
    }

    [Fact]
    public void A_network_of_NaN_has_no_accuracy()
    {
        Sequential network = Sequential.Build("linear:3", Input, new RandomSource(1));
        network.Store.Change(0, static (weights, _) => weights.Fill(float.NaN));
        MemorySource rows = MemorySource.WithLabels(Input, Samples.Make(12, 1), [0, 0, 0, 0, 1, 2], 3);
        Assert.Throws<NonFinitePredictionException>(() => Evaluation.Of(network, new CrossEntropyLoss(), rows));
        var metrics = new ClassificationMetrics(3);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => metrics.AddScores([1, 2, 3, 4, float.NaN, 0], [0, 1])).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, metrics.TotalWeight);
        // A row of weight 0 is none.
        metrics.AddScores([1, 2, 3, 4, float.NaN, 0], [2, 1], weights: [1, 0]);
        Assert.Equal(1, metrics.Accuracy);
    }

    [Fact]
    public void A_prediction_beyond_float32_in_the_targets_units_is_not_judged()
    {
        var network = new Sequential(new Linear(new Tensor(new Shape(1, 1), [2f]), new Tensor(new Shape(1), [0f])));
        var rows = new Scaled(MemorySource.WithTargets(new Shape(1), [0.5f, 2, 1], [0, 0, 0]), 1e38f);
        string message = Assert.Throws<NonFinitePredictionException>(() => Evaluation.Of(network, new MeanAbsoluteErrorLoss(), rows)).Message;
        Assert.Contains("4 times the target's scale for row 1, which is beyond float32", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_none_are_not_saved_and_the_file_stays()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        foreach ((string text, bool buffer) in ((string, bool)[])[("linear:3", false), ("linear:3 batch-norm", true)])
        {
            Sequential network = Sequential.Build(text, Input, new RandomSource(1));
            SavedModel model = new() { Network = network, InputShape = Input, Loss = "mse" };
            ModelFile.Save(path, model);
            byte[] before = File.ReadAllBytes(path);
            foreach (float wrong in (float[])[float.NaN, float.NegativeInfinity])
            {
                if (buffer) network.Buffers.Last().Span[1] = wrong;
                else network.Store.Change(wrong, static (weights, wrong) => weights[2] = wrong);
                Assert.Contains(buffer ? "'1.running_var'" : "'0.weight'",
                    Assert.Throws<NonFiniteWeightException>(() => ModelFile.Save(path, model)).Message, StringComparison.Ordinal);
            }

            Assert.Equal(before, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_batch_that_is_not_finite_does_not_spoil_running_statistics()
    {
        Sequential network = Sequential.Build("batch-norm linear:1", Input, new RandomSource(1));
        float[] inputs = Samples.Make(8, 1);
        inputs[5] = float.PositiveInfinity;
        Assert.Throws<NonFiniteLossException>(() => New(network).Fit(MemorySource.WithTargets(Input, inputs, new float[4])));
        Assert.All(network.Buffers, buffer => Assert.All(buffer.Value.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    private static Sequential Network() => Sequential.Build("linear:4 relu linear:1", Input, new RandomSource(1));

    private static MemorySource Rows() => MemorySource.WithTargets(Input, Samples.Make(16, 1), Samples.Make(8, 2));

    private static Trainer New(Layer network) => new(network, new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 3, BatchSize = 4 });

    private static string Hash(Layer network) => WeightsHash.Compute(NamedTensors.Of(network));

    /// <summary>√r², whose slope at r = 0 is 0 · ∞.</summary>
    private sealed class RootLoss : Loss
    {
        public override string Canonical => "root";

        public override LossDomain Domain => LossDomain.AnyValue;

        protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
        {
            Tensor residual = prediction - targets.Values;
            Tensor rows = (residual * residual).Sqrt().Mean(1);
            return reduction == Reduction.None ? rows : rows.Mean();
        }
    }

    private sealed class Breaking(float wrong) : Schedule
    {
        public override string Canonical => "breaking";

        public override float At(in SchedulePoint point) => point.Step < 2 ? 0.01f : wrong;
    }
}
