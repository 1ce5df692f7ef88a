using Myelin.Data;
using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>The best weights by any metric and direction, stops asked for by a listener, and decay and dropout by schedule.</summary>
public sealed class MonitorTests
{
    private static readonly Shape Input = new(4);

    public static TheoryData<string> OfClasses => ["loss", "accuracy", "log-loss", "f1-macro", "precision-macro", "recall-macro"];

    [Theory, MemberData(nameof(OfClasses))]
    public void The_best_epoch_is_the_first_with_the_best_value(string name)
    {
        EvaluationMetric metric = EvaluationMetric.Parse(name);
        var heard = new Epochs();
        Sequential network = Network();
        TrainingResult result = New(network, new() { Epochs = 30, BatchSize = 10, LearningRate = 0.05f, Patience = 0, Monitor = metric })
            .Fit(Rows(60, 1), Noise(45), heard);
        double[] values = [.. heard.All.Select(epoch => metric.Of(epoch.Validation!))];
        double best = metric.HigherIsBetter ? values.Max() : values.Min();
        Assert.Equal(Array.IndexOf(values, best) + 1, result.BestEpoch);
        Assert.Equal(best, metric.Of(Evaluation.Of(network, new CrossEntropyLoss(), Noise(45))));
        Assert.Equal(heard.All.Last(epoch => epoch.IsBest).Epoch, result.BestEpoch);
    }

    [Theory]
    [InlineData("rmse", false)]
    [InlineData("mae", false)]
    [InlineData("r2", true)]
    public void Values_have_metrics_of_their_own(string name, bool higherIsBetter)
    {
        EvaluationMetric metric = EvaluationMetric.Parse(name);
        Assert.Equal(higherIsBetter, metric.HigherIsBetter);
        MemorySource rows = MemorySource.WithTargets(Input, Samples.Make(80, 1), Samples.Make(20, 2));
        Sequential network = Sequential.Build("linear:1", Input, new RandomSource(1));
        TrainingResult result = new Trainer(network, new MeanAbsoluteErrorLoss(), new Adam(), new TrainerOptions { Epochs = 5, Monitor = metric })
            .Fit(rows, rows);
        RegressionMetrics found = Evaluation.Of(network, new MeanAbsoluteErrorLoss(), rows).Regression!;
        Assert.Equal(name switch { "rmse" => found.RootMeanSquaredError, "mae" => found.MeanAbsoluteError, _ => found.RSquared },
            metric.Of(Evaluation.Of(network, new MeanAbsoluteErrorLoss(), rows)));
        Assert.InRange(result.BestEpoch, 1, 5);
        Assert.Contains("'accuracy' is one of rows with classes",
            Assert.Throws<ArgumentException>(() =>
            new Trainer(network, new MeanAbsoluteErrorLoss(), new Adam(), new TrainerOptions { Monitor = EvaluationMetric.Parse("accuracy") })
            .Fit(rows, rows)).Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}' is one of rows with values",
            Assert.Throws<ArgumentException>(() => New(Network(), new() { Monitor = metric }).Fit(Rows(9, 1), Rows(9, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_of_ones_own_serves_by_name_and_stops_early()
    {
        int calls = 0;
        // Better for three epochs, then never again.
        Catalogs catalogs =
            Catalogs.Default.With(new Member<EvaluationMetric>("calls", "Counts to three.",
            _ => new EvaluationMetric("calls", _ => Math.Min(++calls, 3), higherIsBetter: true))
            { Suits = "this test" });
        TrainingResult result = New(Network(), new() { Patience = 4, Monitor = EvaluationMetric.Parse("calls", catalogs) }).Fit(Rows(30, 1), Rows(30, 2));
        Assert.Equal((StopReason.NoImprovement, 7, 3), (result.Reason, result.Epochs, result.BestEpoch));
        Assert.Throws<InvalidInputException>(() => EvaluationMetric.Parse("calls"));
        Assert.Throws<ArgumentException>(() => new EvaluationMetric(" ", evaluation => evaluation.Loss, false));
    }

    [Fact]
    public void A_metric_that_is_never_finite_chooses_nothing()
    {
        var never = new EvaluationMetric("never", _ => double.NaN, higherIsBetter: true);
        Assert.Contains("'never'",
            Assert.Throws<NonFiniteLossException>(() => New(Network(), new() { Epochs = 3, Monitor = never }).Fit(Rows(30, 1), Rows(30, 2))).Message,
            StringComparison.Ordinal);
        // Where it is finite once, that epoch is the best.
        int calls = 0;
        var once = new EvaluationMetric("once", _ => ++calls == 2 ? -5 : double.NaN, higherIsBetter: true);
        Assert.Equal(2, New(Network(), new() { Epochs = 4, Monitor = once }).Fit(Rows(30, 1), Rows(30, 2)).BestEpoch);
    }

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    public void Scores_have_no_log_loss_to_monitor(string loss)
    {
        Sequential network = Sequential.Build("linear:1", Input, new RandomSource(1));
        MemorySource rows = MemorySource.WithLabels(Input, Samples.Make(80, 1), [.. Enumerable.Range(0, 20).Select(row => row % 2)], 2);
        Trainer New(string metric) =>
            new(network, Losses.Loss.Parse(loss), new Adam(), new TrainerOptions { Epochs = 2, Monitor = EvaluationMetric.Parse(metric) });
        Assert.Contains("'log-loss' is one of probabilities",
            Assert.Throws<ArgumentException>(() => New("log-loss").Start(rows, rows)).Message, StringComparison.Ordinal);
        Assert.Equal(2, New("accuracy").Fit(rows, rows).Epochs);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(true, 6)]
    [InlineData(false, 2)]
    public void A_listener_stops_a_training_that_goes_on_to_the_same_bits(bool atStep, int at)
    {
        var options = new TrainerOptions { Epochs = 4, BatchSize = 10 };
        Sequential whole = Network(), inTwo = Network();
        New(whole, options).Fit(Rows(30, 1), Rows(30, 2));
        TrainingRun run = New(inTwo, options).Start(Rows(30, 1), Rows(30, 2));
        TrainingResult first = run.Continue(new Stopper(atStep ? at : -1, atStep ? -1 : at));
        Assert.Equal((StopReason.Stopped, atStep ? at : at * 3L, atStep ? at / 3 : at), (first.Reason, first.Steps, first.Epochs));
        Assert.False(run.IsOver);
        // Nothing is under way, so nothing is stopped.
        run.Stop();
        Assert.Equal((StopReason.Completed, 4), (run.Continue().Reason, run.Epoch));
        Assert.Equal(whole.Store.Values.ToArray(), inTwo.Store.Values.ToArray());
    }

    [Fact]
    public void A_stop_after_the_last_epoch_changes_nothing()
    {
        TrainingResult result = New(Network(), new() { Epochs = 2 }).Fit(Rows(30, 1), listener: new Stopper(-1, 2));
        Assert.Equal(StopReason.Completed, result.Reason);
        default(StepEvent).Stop();
    }

    [Fact]
    public void Decay_and_dropout_follow_their_schedules()
    {
        // The last layer, so that the weights of the others are drawn alike.
        string with = "linear:8 tanh linear:3 dropout:0.5", without = "linear:8 tanh linear:3";
        Assert.Equal(Values(without, new()), Values(with, new() { DropoutFactor = 0 }));
        Assert.NotEqual(Values(without, new()), Values(with, new()));
        Assert.Equal(Values(with, new()), Values("linear:8 tanh linear:3 dropout:0.25", new() { DropoutFactor = 2 }));
        Assert.Equal(Values("linear:8 tanh linear:3 alpha-dropout:0.5", new()),
            Values("linear:8 tanh linear:3 alpha-dropout:0.25", new() { DropoutFactor = 2 }));
        Assert.NotEqual(Values(with, new()), Values(with, new() { DropoutFactor = new LinearDecay(1) }));
        Assert.Contains("not below 1", Assert.Throws<InvalidInputException>(() => Values(with, new() { DropoutFactor = 2 })).Message, StringComparison.Ordinal);
        foreach (string kind in (string[])["dropout", "alpha-dropout"])
        {
            string text = $"linear:8 residual({kind}:0.5)";
            string words = "The dropout rate 0.5 of layer '1.inner.0' times the factor 4 is not below 1 at step 5 (epoch 2, batch 2)";
            Assert.Contains(words,
                Assert.Throws<InvalidInputException>(() => Values(text, new() { DropoutFactor = new FourAtFive() })).Message, StringComparison.Ordinal);
        }

        Assert.Equal(Values(without, new(), new AdamW(0.25f)), Values(without, new() { WeightDecay = 0.25f }));
        Assert.Equal(Values(without, new(), new AdamW(0)), Values(without, new() { WeightDecay = 0 }, new AdamW(0.25f)));
        Assert.NotEqual(Values(without, new() { WeightDecay = 0.25f }), Values(without, new() { WeightDecay = new LinearDecay(0.25f) }));
        Assert.Contains("gives the weight decay NaN at step 1 (epoch 1, batch 1)",
            Assert.Throws<InvalidOperationException>(() => Values(without, new() { WeightDecay = new NoNumber() })).Message, StringComparison.Ordinal);
    }

    private static float[] Values(string text, TrainerOptions options, Optimizer? optimizer = null)
    {
        Sequential network = Sequential.Build(text, Input, new RandomSource(1));
        new Trainer(network, new CrossEntropyLoss(), optimizer ?? new Adam(), options with { Epochs = 3, BatchSize = 10 }).Fit(Rows(30, 1));
        return network.Store.Values.ToArray();
    }

    private static Sequential Network() => Sequential.Build("linear:8 tanh dropout:0.1 linear:3", Input, new RandomSource(1));

    private static Trainer New(Layer network, TrainerOptions options) => new(network, new CrossEntropyLoss(), new Adam(), options);

    private static MemorySource Rows(int count, int seed)
    {
        float[] inputs = Samples.Make(count * 4, seed);
        return MemorySource.WithLabels(Input, inputs,
            [.. Enumerable.Range(0, count).Select(row => inputs[row * 4] > 0.1f ? 2 : inputs[row * 4 + 1] > 0 ? 1 : 0)], 3);
    }

    private static MemorySource Noise(int count) =>
        MemorySource.WithLabels(Input, Samples.Make(count * 4, 8), [.. Enumerable.Range(0, count).Select(row => row * row % 3)], 3);

    private sealed class NoNumber : Schedule
    {
        public override string Canonical => "no-number";

        public override float At(in SchedulePoint point) => float.NaN;
    }

    private sealed class FourAtFive : Schedule
    {
        public override string Canonical => "four-at-five";

        public override float At(in SchedulePoint point) => point.Step == 4 ? 4 : 1;
    }

    private sealed class Stopper(int atStep, int atEpoch) : ITrainingListener
    {
        public void OnStep(in StepEvent step)
        {
            if (step.Step == atStep) step.Stop();
        }

        public void OnEpoch(EpochEvent epoch)
        {
            if (epoch.Epoch == atEpoch) epoch.Stop();
        }
    }

    private sealed class Epochs : ITrainingListener
    {
        internal List<EpochEvent> All { get; } = [];

        public void OnEpoch(EpochEvent epoch) => All.Add(epoch);
    }
}
