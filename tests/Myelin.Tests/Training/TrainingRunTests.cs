using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Beginning again begins again, going on goes on, and a state belongs to the training that it is of.</summary>
public sealed class TrainingRunTests
{
    private static readonly Shape Input = new(4);

    [Fact]
    public void A_second_fit_trains_again_from_where_the_network_is()
    {
        Sequential twice = Network(), anew = Network();
        Trainer trainer = New(twice, Options(epochs: 3));
        MemorySource rows = Rows(60, 1);
        TrainingResult first = trainer.Fit(rows), second = trainer.Fit(rows);
        Assert.Equal((StopReason.Completed, 3, 12L), (second.Reason, second.Epochs, second.Steps));
        Assert.True(second.TrainingLoss < first.TrainingLoss);
        // The same as another trainer with an optimizer of its own.
        New(anew, Options(epochs: 3)).Fit(rows);
        New(anew, Options(epochs: 3)).Fit(rows);
        Assert.Equal(Hash(anew), Hash(twice));
    }

    [Fact]
    public void After_early_stopping_new_data_are_judged_by_themselves()
    {
        Sequential network = Network();
        Trainer trainer = New(network, Options(epochs: 200) with { Patience = 2, LearningRate = new Constant(0.1f) });
        // What cannot be learned for long; the second rows have a higher loss than the best of the first.
        Assert.Equal(StopReason.NoImprovement, trainer.Fit(Rows(60, 1), Noise(30, 2)).Reason);
        string before = Hash(network);
        var heard = new Epochs();
        TrainingResult second = trainer.Fit(Rows(60, 5), Noise(40, 6), heard);
        Assert.NotEqual(before, Hash(network));
        Assert.True(heard.All[0].IsBest);
        Assert.Equal(heard.All.Min(epoch => epoch.Validation!.Loss), Evaluation.Of(network, new CrossEntropyLoss(), Noise(40, 6)).Loss);
        Assert.InRange(second.BestEpoch, 1, second.Epochs);
    }

    [Fact]
    public void A_training_that_is_over_says_so_and_can_be_given_more_epochs()
    {
        MemorySource rows = Rows(60, 1);
        Sequential inTwo = Network(), inOne = Network();
        TrainingRun run = New(inTwo, Options(epochs: 2)).Start(rows);
        run.Continue();
        Assert.Contains("over after 2 epochs", Assert.Throws<InvalidOperationException>(() => run.Continue()).Message, StringComparison.Ordinal);
        run.Extend(3);
        TrainingResult result = run.Continue();
        Assert.Equal((StopReason.Completed, 5), (result.Reason, result.Epochs));
        New(inOne, Options(epochs: 5)).Fit(rows);
        Assert.Equal(Hash(inOne), Hash(inTwo));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Extend(0));
    }

    [Fact]
    public void Patience_counts_anew_where_a_stopped_training_is_extended()
    {
        Sequential network = Network();
        MemorySource rows = Rows(60, 1), validation = Noise(20, 9);
        TrainingRun run = New(network, Options(epochs: 300) with { Patience = 3, LearningRate = new Constant(0.1f) }).Start(rows, validation);
        TrainingResult stopped = run.Continue();
        Assert.Equal(StopReason.NoImprovement, stopped.Reason);
        run.Extend(10);
        TrainingResult more = run.Continue();
        Assert.True(more.Epochs >= stopped.Epochs + 3 || more.BestEpoch > stopped.BestEpoch);
    }

    [Fact]
    public void A_training_ends_where_its_trainer_begins_another()
    {
        Trainer trainer = New(Network(), Options(epochs: 4));
        MemorySource rows = Rows(60, 1);
        TrainingRun first = trainer.Start(rows);
        TrainingRun second = trainer.Start(rows);
        foreach (Action wrong in (Action[])[() => first.Continue(), () => first.Capture(), () => first.Extend(1)])
            Assert.Contains("begun another one", Assert.Throws<InvalidOperationException>(wrong).Message, StringComparison.Ordinal);
        Assert.Equal(StopReason.Completed, second.Continue().Reason);
    }

    [Fact]
    public void A_training_goes_on_after_an_exception_of_a_listener_to_the_same_bits()
    {
        MemorySource rows = Rows(60, 1), validation = Rows(20, 2);
        Sequential whole = Network(), broken = Network();
        New(whole, Options(epochs: 4)).Fit(rows, validation);
        TrainingRun run = New(broken, Options(epochs: 4)).Start(rows, validation);
        Assert.Throws<InvalidDataException>(() => run.Continue(new Throwing(atStep: 6)));
        Assert.Throws<InvalidDataException>(() => run.Continue(new Throwing(atStep: 8)));
        run.Continue();
        Assert.Equal(Hash(whole), Hash(broken));
    }

    [Fact]
    public void A_training_goes_on_after_an_exception_of_a_source_to_the_same_bits()
    {
        Sequential whole = Network();
        var heard = new Epochs();
        TrainingResult expected = New(whole, Options(epochs: 4)).Fit(Rows(60, 1), Noise(20, 2), heard);
        for (int atFill = 1; atFill <= 4; atFill++)
        {
            foreach (bool inTraining in (bool[])[true, false])
            {
                Sequential broken = Network();
                IDataSource training = Rows(60, 1), validation = Noise(20, 2);
                if (inTraining) training = new Failing(training, atFill);
                else validation = new Failing(validation, atFill);
                var again = new Epochs();
                TrainingRun run = New(broken, Options(epochs: 4)).Start(training, validation);
                // The validation rows are read once an epoch.
                if (inTraining || atFill <= 4) Assert.Throws<InvalidDataException>(() => run.Continue(again));
                TrainingResult result = run.Continue(again);
                Assert.Equal(Hash(whole), Hash(broken));
                Assert.Equal(expected with { Elapsed = default }, result with { Elapsed = default });
                Assert.Equal(heard.All.Select(epoch => epoch.Validation!.Loss), again.All.Select(epoch => epoch.Validation!.Loss));
            }
        }
    }

    public static TheoryData<string> Differences =>
    [
        "network of other shapes", "network of the same size", "another activation", "masks of another seed", "optimizer", "optimizer's options",
        "loss", "learning rate", "batch size", "epochs", "patience", "seed", "shards", "clipping", "penalty", "rows", "validation", "target's scale",
    ];

    [Theory, MemberData(nameof(Differences))]
    public void A_state_of_another_training_changes_nothing(string difference)
    {
        Penalty ridge = Penalty.Parse("ridge:lambda=0.01");
        TrainerOptions options = Options(epochs: 5);
        MemorySource rows = Rows(60, 1), validation = Rows(20, 2);
        TrainingRun run = New(Network(), options).Start(rows, validation);
        run.Extend(1);
        run.Continue();
        TrainingState state = run.Capture();
        Sequential network = difference switch
        {
            "network of other shapes" => Sequential.Build("linear:7 tanh linear:3", Input, new RandomSource(2)),
            "another activation" => Sequential.Build("linear:8 relu dropout:0.1 linear:3", Input, new RandomSource(2)),
            "network of the same size" => Sequential.Build("linear:8 linear:3", Input, new RandomSource(2)),
            "masks of another seed" => Network(2),
            _ => Network(),
        };
        TrainerOptions other = difference switch
        {
            "learning rate" => options with { LearningRate = new LinearDecay(0.01f) },
            "batch size" => options with { BatchSize = 16 },
            "epochs" => options with { Epochs = 7 },
            "patience" => options with { Patience = 5 },
            "seed" => options with { Seed = 3 },
            "shards" => options with { Shards = 2 },
            "clipping" => options with { ClipNorm = 1 },
            "penalty" => options with { Penalty = ridge },
            _ => options,
        };
        Loss loss = difference == "loss" ? new FocalLoss() : new CrossEntropyLoss();
        Optimizer optimizer = difference switch { "optimizer" => new Sgd(0.9f), "optimizer's options" => new Adam(beta1: 0.8f), _ => new Adam() };
        var trainer = new Trainer(network, loss, optimizer, other);
        string before = Hash(network);
        Assert.Throws<ArgumentException>(() =>
            trainer.Resume(state, difference switch { "rows" => Rows(61, 1), "target's scale" => new Scaled(rows, 3), _ => rows },
            difference == "validation" ? null : validation));
        Assert.Equal(before, Hash(network));
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void A_state_of_the_same_training_is_taken_and_a_damaged_one_is_not()
    {
        TrainerOptions options = Options(epochs: 5);
        MemorySource rows = Rows(60, 1), validation = Rows(20, 2);
        TrainingRun run = New(Network(), options).Start(rows, validation);
        run.Continue();
        TrainingState state = run.Capture();
        Sequential network = Network();
        network.Store.Change(0, static (weights, _) => weights.Fill(0.25f));
        Trainer trainer = New(network, options);
        string before = Hash(network);
        foreach (TrainingState wrong in (TrainingState[])
        [
            state with { Epoch = -1 }, state with { Batch = 9 }, state with { Step = 3 }, state with { Epoch = 6 }, state with { Settings = [] },
            state with { BestEpoch = 9 }, state with { BestEpoch = 0 }, state with { Best = null }, state with { BestScore = double.NaN },
            state with { PatienceFrom = 7 },
            state with { Settings = null! }, state with { Optimizer = state.Optimizer with { Values = null! } },
            state with { Optimizer = state.Optimizer with { Values = [[], []] } }, state with { Optimizer = state.Optimizer with { Steps = 3 } },
            state with { Optimizer = state.Optimizer with { Values = [.. state.Optimizer.Values.Select(values => values.Select(_ => float.NaN).ToArray())] } },
            state with { Optimizer = state.Optimizer with { Values = [new float[3], new float[3]] } },
            state with { Best = Sequential.Build("linear:3", Input, new RandomSource(1)).Store.Snapshot() },
        ])
            Assert.ThrowsAny<ArgumentException>(() => trainer.Resume(wrong, rows, validation));
        Assert.Equal(before, Hash(network));
        TrainingRun resumed = trainer.Resume(state with { Epochs = 5 }, rows, validation);
        resumed.Extend(1);
        run.Extend(1);
        run.Continue();
        resumed.Continue();
        Assert.Equal(run.Capture().BestScore, resumed.Capture().BestScore);
        Assert.Equal(run.Capture().Optimizer.Values, resumed.Capture().Optimizer.Values);
    }

    [Fact]
    public void An_optimizer_serves_one_trainer_and_one_network()
    {
        var optimizer = new Adam();
        _ = new Trainer(Network(), new CrossEntropyLoss(), optimizer);
        Assert.Contains("make another optimizer",
            Assert.Throws<ArgumentException>(() => new Trainer(Network(), new CrossEntropyLoss(), optimizer)).Message, StringComparison.Ordinal);
        Sequential network = Network(), twin = Network();
        var own = new Sgd();
        own.Step(network.Store, 0.1f);
        Assert.Throws<InvalidOperationException>(() => own.Step(twin.Store, 0.1f));
        Assert.Throws<ArgumentException>(() => new Trainer(twin, new CrossEntropyLoss(), own));
        Assert.Contains("has taken 1 steps already",
            Assert.Throws<ArgumentException>(() => new Trainer(network, new CrossEntropyLoss(), own)).Message, StringComparison.Ordinal);
        own.Reset();
        Assert.Equal(0, own.Steps);
        // A trainer that cannot be made leaves the optimizer free, and one that is made keeps it for itself.
        Assert.Throws<ArgumentException>(() => new Trainer(Sequential.Build("linear:3 step", Input, new RandomSource(1)), new CrossEntropyLoss(), own));
        _ = new Trainer(network, new CrossEntropyLoss(), own);
        foreach (Action wrong in (Action[])[() => own.Step(network.Store, 0.1f), own.Reset, () => own.Restore(own.Capture())])
            Assert.Contains("belongs to a trainer", Assert.Throws<InvalidOperationException>(wrong).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_that_was_given_the_state_of_another_size_takes_no_step()
    {
        foreach (Func<Optimizer> make in (Func<Optimizer>[])[() => new Adam(), () => new AdamW(), () => new Sgd(0.9f)])
        {
            Sequential small = Sequential.Build("linear:1", Input, new RandomSource(1)), large = Sequential.Build("linear:64", Input, new RandomSource(1));
            Optimizer first = make(), second = make();
            first.Step(small.Store, 0.1f);
            second.Restore(first.Capture());
            float[] before = large.Store.Values.ToArray();
            Assert.Throws<InvalidOperationException>(() => second.Step(large.Store, 0.1f));
            Assert.Equal(before, large.Store.Values);
        }
    }

    [Fact]
    public void A_state_that_is_over_stays_over_wherever_it_was_kept()
    {
        TrainerOptions options = Options(epochs: 300) with { Patience = 3, LearningRate = new Constant(0.1f) };
        MemorySource rows = Rows(60, 1), validation = Noise(20, 9);
        TrainingState? inListener = null;
        TrainingRun run = New(Network(), options).Start(rows, validation);
        TrainingResult stopped = run.Continue(new Doing(onEpoch: _ => inListener = run.Capture()));
        Assert.Equal(StopReason.NoImprovement, stopped.Reason);
        foreach (TrainingState state in (TrainingState[])[run.Capture(), inListener!])
        {
            TrainingRun later = New(Network(), options).Resume(state, rows, validation);
            Assert.True(later.IsOver);
            Assert.Contains("over after", Assert.Throws<InvalidOperationException>(() => later.Continue()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Weights_that_were_changed_while_a_training_rested_are_not_undone()
    {
        MemorySource rows = Rows(60, 1);
        foreach (Action<Sequential> change in (Action<Sequential>[])[network => New(network, Options(1)).Fit(rows),
            network => network.Store.Change(0, static (weights, _) => weights.Clear())])
        {
            Sequential network = Network();
            using var cancellation = new CancellationTokenSource();
            TrainingRun run = New(network, Options(epochs: 5)).Start(rows);
            run.Continue(new Doing(onStep: step => { if (step == 7) cancellation.Cancel(); }), cancellation.Token);
            change(network);
            string changed = Hash(network);
            Assert.Contains("were changed since this training rested", Assert.Throws<InvalidOperationException>(() => run.Continue()).Message,
                StringComparison.Ordinal);
            Assert.Equal(changed, Hash(network));
        }
    }

    [Fact]
    public void A_trainer_runs_one_training_at_a_time()
    {
        Trainer trainer = New(Network(), Options(epochs: 2));
        MemorySource rows = Rows(60, 1);
        var errors = new List<string>();
        TrainingResult result = trainer.Fit(rows, listener: new Doing(onStep: step =>
        {
            if (step == 3) errors.Add(Assert.Throws<InvalidOperationException>(() => trainer.Fit(rows)).Message);
            if (step == 4) errors.Add(Assert.Throws<InvalidOperationException>(() => trainer.Start(rows)).Message);
        }));
        Assert.Equal((StopReason.Completed, 8L), (result.Reason, result.Steps));
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Contains("under way", error, StringComparison.Ordinal));
        Assert.Equal(8, trainer.Fit(rows).Steps);
    }

    [Fact]
    public void A_parameter_that_a_layer_makes_in_its_first_step_is_found()
    {
        var network = new Sequential(new Linear(4, 3, new RandomSource(1)), new Lazy());
        Trainer trainer = New(network, Options(epochs: 2));
        Assert.Contains("was added after the network's store was made",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Rows(60, 1))).Message, StringComparison.Ordinal);
    }

    private static Sequential Network(ulong seed = 1) => Sequential.Build("linear:8 tanh dropout:0.1 linear:3", Input, new RandomSource(seed));

    private static TrainerOptions Options(int epochs) => new() { Epochs = epochs, BatchSize = 15, LearningRate = new Constant(0.01f) };

    private static Trainer New(Layer network, TrainerOptions options) => new(network, new CrossEntropyLoss(), new Adam(), options);

    private static MemorySource Rows(int count, int seed)
    {
        float[] inputs = Samples.Make(count * 4, seed);
        return MemorySource.WithLabels(Input, inputs,
            [.. Enumerable.Range(0, count).Select(row => inputs[row * 4] > 0.1f ? 2 : inputs[row * 4 + 1] > 0 ? 1 : 0)], 3);
    }

    private static MemorySource Noise(int count, int seed)
    {
        var random = new System.Random(seed);
        return MemorySource.WithLabels(Input, Samples.Make(count * 4, seed), [.. Enumerable.Range(0, count).Select(_ => random.Next(3))], 3);
    }

    private static string Hash(Layer network) => WeightsHash.Compute(NamedTensors.Of(network));

    private sealed class Doing(Action<long>? onStep = null, Action<int>? onEpoch = null) : ITrainingListener
    {
        public void OnStep(in StepEvent step) => onStep?.Invoke(step.Step);

        public void OnEpoch(EpochEvent epoch) => onEpoch?.Invoke(epoch.Epoch);
    }

    private sealed class Lazy : Layer
    {
        private Parameter? scale;

        public override string Canonical => "lazy";

        public override IReadOnlyList<Parameter> OwnParameters => scale is null ? [] : [scale];

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x)
        {
            scale ??= new Parameter("scale", new Tensor(new Shape(1, 1), 1));
            return x * scale.Value;
        }
    }

    private sealed class Epochs : ITrainingListener
    {
        internal List<EpochEvent> All { get; } = [];

        public void OnEpoch(EpochEvent epoch) => All.Add(epoch);
    }

    /// <summary>A source whose file is away at one moment.</summary>
    private sealed class Failing(IDataSource source, int atFill) : IDataSource
    {
        private int fills;

        public int Count => source.Count;

        public Shape InputShape => source.InputShape;

        public int ClassCount => source.ClassCount;

        public int TargetCount => source.TargetCount;

        public bool HasWeights => source.HasWeights;

        public void Fill(ReadOnlySpan<int> rows, Batch batch)
        {
            if (++fills == atFill) throw new InvalidDataException();
            source.Fill(rows, batch);
        }
    }

    private sealed class Throwing(long atStep) : ITrainingListener
    {
        public void OnStep(in StepEvent step)
        {
            if (step.Step == atStep) throw new InvalidDataException();
        }
    }
}
