using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

public sealed class TrainerTests
{
    private const string Text = "linear:12 tanh batch-norm dropout:0.2 linear:3";

    private static readonly Shape Input = new(4);

    [Fact]
    public void Seed_data_and_settings_determine_the_weights_and_each_of_them_counts()
    {
        string hash = Train(new Setting());
        Assert.Equal(hash, Train(new Setting()));
        Assert.NotEqual(hash, Train(new Setting { Weights = 2 }));
        Assert.NotEqual(hash, Train(new Setting { Order = 2 }));
        Assert.NotEqual(hash, Train(new Setting { Rate = 0.011f }));
        Assert.NotEqual(hash, Train(new Setting { Shards = 4 }));
        Assert.NotEqual(hash, Train(new Setting { Clip = 0.01f }));
        Assert.NotEqual(hash, Train(new Setting { Data = Rows(97, seed: 8) }));
    }

    [Fact]
    public void An_exact_resume_goes_on_to_the_same_bits()
    {
        const int epochs = 30;
        IDataSource training = Rows(97, 1), validation = Rows(30, 2);
        Run Make() => new(training, validation, epochs, patience: 0, rate: 0.05f);
        Run whole = Make();
        Assert.InRange(whole.Fit().BestEpoch, 2, 24);
        foreach (long after in (long[])[7, 7 * 4, 7 * 25, 1, 24, 27, 209])
        {
            Run first = Make();
            first.StopAfter = after;
            TrainingResult cancelled = first.Fit();
            Assert.Equal((StopReason.Cancelled, after), (cancelled.Reason, cancelled.Steps));
            // Out of a listener right after the step, and from the end of a call that gave the network its best weights back.
            foreach (TrainingState state in (TrainingState[])[first.Captured!, first.Training!.Capture()])
            {
                Run later = Make();
                TrainingResult result = later.Trainer.Resume(state, training, validation).Continue(later);
                Assert.Equal(whole.Hash, later.Hash);
                Assert.Equal((epochs, epochs * 7L), (result.Epochs, result.Steps));
                Assert.Equal(whole.Epochs[^1] with { Elapsed = default, Validation = null }, later.Epochs[^1] with { Elapsed = default, Validation = null });
            }

            first.StopAfter = 0;
            first.Training.Continue(first);
            Assert.Equal(whole.Hash, first.Hash);
            Assert.Equal(whole.Steps, first.Steps);
        }
    }

    [Fact]
    public void Early_stopping_waits_for_its_patience_and_brings_the_best_weights_back()
    {
        var run = new Run(Rows(40, 1), Rows(40, 5), epochs: 300, patience: 4, rate: 0.1f);
        TrainingResult result = run.Fit();
        Assert.Equal(StopReason.NoImprovement, result.Reason);
        Assert.Equal(result.BestEpoch + 4, result.Epochs);
        double[] losses = [.. run.Epochs.Select(epoch => epoch.Validation!.Loss)];
        Assert.Equal(losses.Min(), losses[result.BestEpoch - 1]);
        Assert.Equal(losses.Min(), Evaluation.Of(run.Network, new CrossEntropyLoss(), Rows(40, 5)).Loss);
        Assert.True(run.Epochs[result.BestEpoch - 1].IsBest);
        Assert.DoesNotContain(run.Epochs.Skip(result.BestEpoch), epoch => epoch.IsBest);
    }

    [Fact]
    public void Patience_zero_never_stops_early_but_keeps_the_best_weights()
    {
        var run = new Run(Rows(40, 1), Rows(40, 5), epochs: 60, patience: 0, rate: 0.1f);
        TrainingResult result = run.Fit();
        Assert.Equal((StopReason.Completed, 60), (result.Reason, result.Epochs));
        Assert.InRange(result.BestEpoch, 1, 40);
        Assert.Equal(run.Epochs.Min(epoch => epoch.Validation!.Loss), Evaluation.Of(run.Network, new CrossEntropyLoss(), Rows(40, 5)).Loss);
    }

    [Fact]
    public void Without_validation_rows_the_last_weights_stay_and_patience_has_no_effect()
    {
        var run = new Run(Rows(40, 1), null, epochs: 6, patience: 1);
        TrainingResult result = run.Fit();
        Assert.Equal((StopReason.Completed, 6, 6), (result.Reason, result.Epochs, result.BestEpoch));
        Assert.All(run.Epochs, epoch => Assert.True(epoch.Validation is null && !epoch.IsBest));
        Assert.Equal(run.Epochs[^1].TrainingLoss, result.TrainingLoss);
        Assert.InRange(run.Epochs[^1].TrainingLoss, 0, run.Epochs[0].TrainingLoss);
    }

    [Fact]
    public void Cancelling_ends_after_the_step_under_way()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new Run(Rows(97, 1), Rows(30, 2), epochs: 50) { OnStepDo = step => { if (step.Step == 17) cancellation.Cancel(); } };
        TrainingResult result = run.Fit(cancellation.Token);
        Assert.Equal((StopReason.Cancelled, 2, 17L), (result.Reason, result.Epochs, result.Steps));
        Assert.Equal(run.Epochs[result.BestEpoch - 1].Validation!.Loss, Evaluation.Of(run.Network, new CrossEntropyLoss(), Rows(30, 2)).Loss);
    }

    [Fact]
    public void Steps_and_epochs_are_reported_in_order()
    {
        var run = new Run(Rows(97, 1), null, epochs: 3);
        run.Fit();
        Assert.Equal(Enumerable.Range(1, 21).Select(i => (long)i), run.Steps.Select(step => step.Step));
        Assert.Equal([1, 2, 3], run.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(run.Steps, step => Assert.Equal((7, 0.01f), (step.Batches, step.LearningRate)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], run.Steps.Take(7).Select(step => step.Batch));
    }

    [Fact]
    public void Where_targets_are_scaled_the_losss_parameter_and_all_reports_are_in_the_targets_units()
    {
        var halved = MemorySource.WithTargets(Input, Samples.Make(40, 1), Samples.Make(10, 2));
        (float Loss, Evaluation Evaluation, string Hash) Train(IDataSource rows, float delta)
        {
            Sequential network = Sequential.Build("linear:3 tanh linear:1", Input, new RandomSource(1));
            var trainer = new Trainer(network, new HuberLoss(delta), new Sgd(), new TrainerOptions { BatchSize = 10, Epochs = 2 });
            return ((float)trainer.Fit(rows).TrainingLoss, Evaluation.Of(network, new HuberLoss(delta), rows), WeightsHash.Compute(NamedTensors.Of(network)));
        }

        var inUnits = Train(new Scaled(halved, 2), delta: 0.5f);
        var asGiven = Train(halved, delta: 0.25f);
        Assert.Equal(asGiven.Hash, inUnits.Hash);
        Assert.Equal(4 * asGiven.Loss, inUnits.Loss);
        Assert.Equal(4 * asGiven.Evaluation.Loss, inUnits.Evaluation.Loss);
        Assert.Equal(4 * asGiven.Evaluation.Regression!.MeanSquaredError, inUnits.Evaluation.Regression!.MeanSquaredError);
        Assert.Equal(2 * asGiven.Evaluation.Regression.MeanAbsoluteError, inUnits.Evaluation.Regression.MeanAbsoluteError);
        Assert.Equal(asGiven.Evaluation.Regression.RSquared, inUnits.Evaluation.Regression.RSquared);
        Assert.Equal(2, new SubsetSource(new Scaled(halved, 2), [1]).TargetScale);
    }

    [Fact]
    public void An_evaluation_is_the_mean_of_the_loss_itself_class_and_row_weights_included()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        float[] inputs = Samples.Make(1200, 1), weights = [.. Enumerable.Range(0, 300).Select(i => 0.5f + i % 4)];
        Sequential network = Sequential.Build("linear:3", Input, new RandomSource(1));
        var loss = new CrossEntropyLoss([1, 5, 0.5f]);
        Tensor logits = network.Forward(new Tensor(new Shape(300, 4), inputs));
        float mean = loss.Compute(logits, new Labels(labels), new Tensor(new Shape(300), weights)).ToScalar();
        Assert.Equal(mean, Evaluation.Of(network, loss, MemorySource.WithLabels(Input, inputs, labels, 3, weights)).Loss, 1e-5 * mean);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_with_step_batch_and_layer()
    {
        float[] inputs = Samples.Make(40, 1);
        inputs[4 * 9] = float.PositiveInfinity;
        MemorySource rows = MemorySource.WithTargets(Input, inputs, new float[10]);
        Sequential network = Sequential.Build("linear:3 relu linear:1", Input, new RandomSource(1));
        var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { BatchSize = 1, Epochs = 1 });
        var thrown = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(rows));
        Assert.Equal(("0", 1), (thrown.Layer, thrown.Epoch));
        Assert.Equal(thrown.Step, thrown.Batch);
        Assert.Contains($"step {thrown.Step} (epoch 1, batch {thrown.Batch})", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("layer '0' (linear)", thrown.Message, StringComparison.Ordinal);

        MemorySource wrong = MemorySource.WithTargets(Input, Samples.Make(4, 1), [float.NaN]);
        thrown = Assert.Throws<NonFiniteLossException>(() => new Trainer(network, new MeanSquaredErrorLoss(), new Sgd()).Fit(wrong));
        Assert.Equal("", thrown.Layer);
        Assert.Contains("mse", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear:3 step linear:1", "0")]
    [InlineData("linear:1 step", "0")]
    [InlineData("batch-norm step linear:1", "1")]
    [InlineData("linear:3 relu residual(linear:3 step)", "2.inner.0")]
    public void Weights_before_an_activation_without_slope_are_refused(string text, string layer)
    {
        Sequential network = Sequential.Build(text, Input, new RandomSource(1));
        string message = Assert.Throws<ArgumentException>(() => new Trainer(network, new MeanSquaredErrorLoss(), new Sgd())).Message;
        Assert.Contains($"'step' of layer {layer} has the slope 0 everywhere", message, StringComparison.Ordinal);
        Assert.Contains("use sigmoid or tanh", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_behind_an_activation_without_slope_learn()
    {
        Sequential network = Sequential.Build("step linear:1", Input, new RandomSource(1));
        float[] before = network.Parameters.First().Value.ToArray();
        new Trainer(network, new MeanSquaredErrorLoss(), new Sgd()).Fit(MemorySource.WithTargets(Input, Samples.Make(40, 1), Samples.Make(10, 2)));
        Assert.NotEqual(before, network.Parameters.First().Value.ToArray());
    }

    [Fact]
    public void A_rate_too_large_ends_with_the_best_weights_so_far()
    {
        var run = new Run(Rows(97, 1), Rows(30, 2), epochs: 100, rate: 0.01f, optimizer: new Sgd(), schedule: new Exploding());
        Assert.Throws<NonFiniteLossException>(() => run.Fit());
        Assert.All(run.Network.Parameters, parameter => Assert.All(parameter.Value.ToArray(), value => Assert.True(float.IsFinite(value))));
        Assert.Equal(run.Epochs.Min(epoch => epoch.Validation!.Loss), Evaluation.Of(run.Network, new CrossEntropyLoss(), Rows(30, 2)).Loss);
    }

    [Fact]
    public void Row_weights_count_in_training_and_in_evaluation()
    {
        float[] inputs = Samples.Make(40, 1), targets = Samples.Make(10, 2), weights = [1, 0, 2, 1, 0, 1, 1, 0, 3, 1];
        int[] repeated = [.. Enumerable.Range(0, 10).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];
        MemorySource plain = MemorySource.WithTargets(Input, inputs, targets), weighted = MemorySource.WithTargets(Input, inputs, targets, weights: weights);
        var subset = new SubsetSource(plain, repeated);
        float[] first = Fit(weighted), second = Fit(subset), unweighted = Fit(plain);
        for (int i = 0; i < first.Length; i++) Assert.Equal(second[i], first[i], 1e-5f);
        Assert.NotEqual(unweighted, first);

        static float[] Fit(IDataSource source)
        {
            Sequential network = Sequential.Build("linear:1", Input, new RandomSource(1));
            var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(),
                new TrainerOptions { BatchSize = 100, Epochs = 30, LearningRate = new Constant(0.1f) });
            trainer.Fit(source);
            return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray()),
                (float)Evaluation.Of(network, new MeanSquaredErrorLoss(), source).Loss];
        }
    }

    [Fact]
    public void Xor_is_learned()
    {
        MemorySource rows = MemorySource.WithLabels(new Shape(2), [0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0], 2);
        for (ulong seed = 1; seed <= 5; seed++)
        {
            Sequential network = Sequential.Build("linear:8 tanh linear:1", new Shape(2), new RandomSource(seed));
            var trainer = new Trainer(network, new BinaryCrossEntropyLoss(), new Adam(),
                new TrainerOptions { Epochs = 500, BatchSize = 4, LearningRate = new Constant(0.05f), Seed = seed });
            trainer.Fit(rows);
            Evaluation result = Evaluation.Of(network, new BinaryCrossEntropyLoss(), rows);
            Assert.Equal(1, result.Classification!.Accuracy);
            Assert.InRange(result.Loss, 0, 0.05);
        }
    }

    [Fact]
    public void A_second_training_of_a_network_starts_where_the_first_ended()
    {
        var first = new Run(Rows(97, 1), null, epochs: 3);
        first.Fit();
        float[] before = [.. first.Network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        var trainer = new Trainer(first.Network, new CrossEntropyLoss(), new Sgd(), new TrainerOptions { Epochs = 1, LearningRate = new Constant(0) });
        trainer.Fit(Rows(97, 1));
        Assert.Equal(before, first.Network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void A_rate_that_decays_reaches_zero_behind_the_last_step()
    {
        var decay = new LinearDecay(0.4f);
        Assert.Equal([0.4f, 0.3f, 0.2f, 0.1f, 0], Enumerable.Range(0, 5).Select(step => decay.At(new SchedulePoint(step, 4, 2, []))));
        Assert.Equal(0.2f, new Constant(0.2f).At(new SchedulePoint(100, 10, 5, [])));
        foreach (float wrong in (float[])[-1, float.NaN, float.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Constant(wrong));
            Assert.Throws<ArgumentOutOfRangeException>(() => new LinearDecay(wrong));
        }
    }

    [Fact]
    public void A_rate_decays_over_all_epochs()
    {
        var run = new Run(Rows(40, 1), null, epochs: 2, schedule: new LinearDecay(0.6f));
        run.Fit();
        Assert.Equal([0.6f, 0.5f, 0.4f, 0.3f, 0.2f, 0.1f], run.Steps.Select(step => MathF.Round(step.LearningRate, 5)));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_when_the_trainer_is_made()
    {
        foreach (TrainerOptions wrong in (TrainerOptions[])
        [
            new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { Patience = -1 }, new() { Shards = 0 },
            new() { ClipNorm = 0 }, new() { ClipNorm = float.NaN }, new() { ClipNorm = float.PositiveInfinity },
        ])
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                new Trainer(Sequential.Build("linear:1", Input, new RandomSource(1)), new MeanSquaredErrorLoss(), new Sgd(), wrong));
        Assert.Throws<ArgumentException>(() => new Run(Rows(0, 1), null, epochs: 1).Fit());
    }

    [Fact]
    public void Targets_that_do_not_fit_the_network_are_named()
    {
        var trainer = new Trainer(Sequential.Build("linear:2", Input, new RandomSource(1)), new MeanSquaredErrorLoss(), new Sgd());
        string message = Assert.Throws<ArgumentException>(() => trainer.Fit(MemorySource.WithTargets(Input, new float[12], new float[3]))).Message;
        Assert.Contains("[3, 2]", message, StringComparison.Ordinal);
        Assert.Contains("[3, 1]", message, StringComparison.Ordinal);
    }

    private static MemorySource Rows(int count, int seed)
    {
        float[] inputs = Samples.Make(count * 4, seed);
        var noise = new System.Random(seed);
        int[] labels = [.. Enumerable.Range(0, count)
            .Select(row => noise.Next(4) == 0 ? noise.Next(3) : inputs[row * 4] + inputs[row * 4 + 1] > 0.1f ? 2 : inputs[row * 4 + 2] > 0 ? 1 : 0)];
        return MemorySource.WithLabels(Input, inputs, labels, 3);
    }

    private static string Train(Setting setting)
    {
        Sequential network = Sequential.Build(Text, Input, new RandomSource(setting.Weights));
        var options = new TrainerOptions
        {
            Epochs = 3,
            BatchSize = 16,
            Seed = setting.Order,
            Shards = setting.Shards,
            ClipNorm = setting.Clip,
            LearningRate = new Constant(setting.Rate)
        };
        new Trainer(network, new CrossEntropyLoss(), new Adam(), options).Fit(setting.Data ?? Rows(97, 1));
        return WeightsHash.Compute(NamedTensors.Of(network));
    }

    private sealed record Setting
    {
        internal ulong Weights { get; init; } = 1;

        internal ulong Order { get; init; } = 1;

        internal float Rate { get; init; } = 0.01f;

        internal int Shards { get; init; } = 1;

        internal float? Clip { get; init; }

        internal IDataSource? Data { get; init; }
    }

    /// <summary>Rates that explode at step 40.</summary>
    private sealed class Exploding : Schedule
    {
        public override string Canonical => "exploding";

        public override float At(in SchedulePoint point) => point.Step < 40 ? 0.01f : 1e30f;
    }

    /// <summary>A training that keeps what it hears.</summary>
    private sealed class Run : ITrainingListener
    {
        private readonly IDataSource training;
        private readonly IDataSource? validation;
        private CancellationTokenSource? stop;

        internal Run(IDataSource training, IDataSource? validation, int epochs, int patience = 20, float rate = 0.01f, Optimizer? optimizer = null,
            Schedule? schedule = null)
        {
            (this.training, this.validation) = (training, validation);
            Network = Sequential.Build(Text, Input, new RandomSource(1));
            var options = new TrainerOptions { Epochs = epochs, BatchSize = 15, Patience = patience, LearningRate = schedule ?? new Constant(rate) };
            Trainer = new Trainer(Network, new CrossEntropyLoss(), optimizer ?? new Adam(), options);
        }

        internal Sequential Network { get; }

        internal Trainer Trainer { get; }

        internal List<EpochEvent> Epochs { get; } = [];

        internal List<StepEvent> Steps { get; } = [];

        internal Action<StepEvent>? OnStepDo { get; init; }

        /// <summary>The step after which to cancel; 0: none.</summary>
        internal long StopAfter { get; set; }

        internal TrainingRun? Training { get; private set; }

        internal TrainingState? Captured { get; private set; }

        internal string Hash => WeightsHash.Compute(NamedTensors.Of(Network));

        public void OnStep(in StepEvent step)
        {
            Steps.Add(step with { Training = null });
            OnStepDo?.Invoke(step);
            if (step.Step != StopAfter) return;
            Captured = Training!.Capture();
            stop?.Cancel();
        }

        public void OnEpoch(EpochEvent epoch) => Epochs.Add(epoch with { Training = null });

        internal TrainingResult Fit(CancellationToken cancellation = default)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stop = source;
            Training = Trainer.Start(training, validation);
            return Training.Continue(this, source.Token);
        }
    }
}
