using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Tests.Training;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Guides;

/// <summary>The loops that docs/guides/your-own-loop.md shows train as it says, and fail as it says.</summary>
public sealed class OwnLoopTests
{
    private const int Inputs = 4;
    private const string Text = "linear:12 tanh batch-norm dropout:0.2 linear:1";

    private static readonly Shape Row = new(Inputs);

    [Fact]
    public void The_shortest_loop_learns_as_the_longer_one_does()
    {
        Sequential network = Network();
        (Tensor inputs, Tensor targets) = (new Tensor(new Shape(40, Inputs), Samples.Make(40 * Inputs, 1)), new Tensor(new Shape(40, 1), Samples.Make(40, 2)));
        ParameterStore store = network.Store;
        var loss = new MeanSquaredErrorLoss();
        var optimizer = new Adam();
        var tape = new Tape();
        for (int i = 0; i < 50; i++)
        {
            using StepScope step = tape.BeginStep(training: true);
            Tensor prediction = network.Forward(tape.Input(inputs));
            tape.Backward(loss.Compute(prediction, targets));
            optimizer.Step(store, learningRate: 0.01f);
        }

        Sequential other = Network();
        var longer = new OwnLoop(other, new MeanSquaredErrorLoss(), new Adam());
        MemorySource rows = MemorySource.WithTargets(Row, inputs.ToArray(), targets.ToArray());
        float before = longer.Judge(rows);
        int[] all = [.. Enumerable.Range(0, 40)];
        for (int i = 0; i < 50; i++) longer.Step(rows, all, 0.01f);
        Assert.Equal(Hash(other), Hash(network));
        Assert.InRange(longer.Judge(rows), 0, 0.8f * before);
    }

    [Theory]
    [InlineData(Text, 50, 16, 1, true)]
    [InlineData(Text, 49, 16, 1, true)] // the last row goes to the batch before
    [InlineData("linear:8 relu dropout:0.5 linear:1", 49, 16, 1, true)] // the last row is a batch
    [InlineData("linear:8 relu dropout:0.5 linear:1", 30, 100, 1, true)]
    [InlineData(Text, 50, 16, 3, true)]
    [InlineData(Text, 49, 16, 3, false)]
    public void The_loop_and_the_trainer_give_the_same_bits(string text, int count, int batchSize, float targetScale, bool weights)
    {
        const int epochs = 4;
        IDataSource rows = new Scaled(Rows(count, 1, weights), targetScale);
        Sequential own = Network(text), trained = Network(text);
        var options = new TrainerOptions { Epochs = epochs, BatchSize = batchSize, ClipNorm = 0.05f, LearningRate = new Falling() };
        double expected = new Trainer(trained, new HuberLoss(0.2f), new Adam(), options).Fit(rows).TrainingLoss;

        (Loss scaled, float unit) = new HuberLoss(0.2f).ForScaledTargets((float)rows.TargetScale, (float)rows.TargetShift);
        var loop = new OwnLoop(own, scaled, new Adam()) { ClipNorm = 0.05f };
        double actual = 0;
        for (uint epoch = 0; epoch < epochs; epoch++) actual = loop.Epoch(rows, batchSize, epoch, step => Falling.At(step)) * unit;

        Assert.Equal(Hash(trained), Hash(own));
        // The trainer weighs the rows of an epoch, the loop counts them.
        if (!weights) Assert.Equal(expected, actual);
        var without = new OwnLoop(own = Network(text), scaled, new Adam());
        for (uint epoch = 0; epoch < epochs; epoch++) without.Epoch(rows, batchSize, epoch, step => Falling.At(step));
        Assert.NotEqual(Hash(trained), Hash(own));
    }

    [Fact]
    public void A_captured_loop_goes_on_to_the_same_bits()
    {
        MemorySource rows = Rows(50, 1);
        Sequential whole = Network(), first = Network(), second = Network();
        var loop = new OwnLoop(whole, new MeanSquaredErrorLoss(), new Adam());
        for (uint epoch = 0; epoch < 4; epoch++) loop.Epoch(rows, 16, epoch, _ => 0.01f);

        var stopped = new OwnLoop(first, new MeanSquaredErrorLoss(), new Adam());
        for (uint epoch = 0; epoch < 2; epoch++) stopped.Epoch(rows, 16, epoch, _ => 0.01f);
        LoopState state = stopped.Capture();
        stopped.Epoch(rows, 16, 2, _ => 0.3f);
        var resumed = new OwnLoop(second, new MeanSquaredErrorLoss(), new Adam(), state);
        for (uint epoch = 2; epoch < 4; epoch++) resumed.Epoch(rows, 16, epoch, _ => 0.01f);

        Assert.Equal(Hash(whole), Hash(second));
        Assert.NotEqual(Hash(whole), Hash(first));
        Assert.Throws<ArgumentException>(() => new OwnLoop(Network("linear:2 linear:1"), new MeanSquaredErrorLoss(), new Adam(), state));
    }

    [Fact]
    public void Judging_is_evaluating_and_disturbs_no_training()
    {
        MemorySource rows = Rows(50, 1);
        Sequential judged = Network(), alone = Network();
        var loop = new OwnLoop(judged, new MeanSquaredErrorLoss(), new Adam());
        for (uint epoch = 0; epoch < 3; epoch++)
        {
            loop.Epoch(rows, 16, epoch, _ => 0.01f);
            Assert.Equal(Evaluation.Of(judged, new MeanSquaredErrorLoss(), rows).Loss, loop.Judge(rows), 1e-6);
        }

        var other = new OwnLoop(alone, new MeanSquaredErrorLoss(), new Adam());
        for (uint epoch = 0; epoch < 3; epoch++) other.Epoch(rows, 16, epoch, _ => 0.01f);
        Assert.Equal(Hash(alone), Hash(judged));
    }

    [Fact]
    public void The_best_weights_come_back()
    {
        Sequential network = Network();
        MemorySource validation = Rows(20, 5);
        var loop = new OwnLoop(network, new MeanSquaredErrorLoss(), new Adam());
        double lowest = loop.Train(Rows(20, 1), validation, epochs: 30, batchSize: 10, _ => 0.05f);
        Assert.Equal(lowest, Evaluation.Of(network, new MeanSquaredErrorLoss(), validation).Loss);
        loop.Epoch(Rows(20, 1), 10, 30, _ => 0.05f);
        Assert.NotEqual(lowest, Evaluation.Of(network, new MeanSquaredErrorLoss(), validation).Loss);
    }

    [Fact]
    public void A_step_in_parts_is_the_whole_step_but_for_rounding()
    {
        const string text = "linear:8 tanh linear:1";
        MemorySource rows = Rows(50, 1);
        int[] all = [.. Enumerable.Range(0, 50)];
        Sequential whole = Network(text), parts = Network(text), tail = Network(text);
        new OwnLoop(whole, new MeanSquaredErrorLoss(), new Sgd()).Step(rows, all, 1);
        new OwnLoop(parts, new MeanSquaredErrorLoss(), new Sgd()).StepInParts(rows, all, 16, 1);
        new OwnLoop(tail, new MeanSquaredErrorLoss(), new Sgd()).StepInParts(rows, all.AsSpan(16), 16, 1);
        Assert.True(Distance(whole, parts) < 1e-6f, $"{Distance(whole, parts)}");
        Assert.True(Distance(whole, tail) > 1e-3f);
    }

    [Fact]
    public void Each_of_two_networks_changes_in_its_own_step_and_the_made_rows_come_near_the_real_ones()
    {
        var random = new RandomSource(3);
        Sequential generator = Sequential.Build("linear:8 tanh linear:1", new Shape(2), random);
        Sequential critic = Sequential.Build("linear:16 tanh linear:1", new Shape(1), random);
        var loop = new AdversarialLoop(generator, critic, new Adam(beta1: 0.5f), new Adam(beta1: 0.5f));
        (string made, string told) = (Hash(generator), Hash(critic));
        loop.CriticStep(Real(0), Noise(0), 0.01f);
        Assert.Equal(made, Hash(generator));
        Assert.NotEqual(told, told = Hash(critic));
        loop.GeneratorStep(Noise(0), 0.01f);
        Assert.NotEqual(made, Hash(generator));
        Assert.Equal(told, Hash(critic));

        float before = MathF.Abs(Mean() - 3);
        for (int i = 1; i <= 600; i++)
        {
            loop.CriticStep(Real(i), Noise(i), 0.01f);
            loop.LimitCritic(1);
            loop.GeneratorStep(Noise(-i), 0.01f);
        }

        Assert.InRange(MathF.Abs(Mean() - 3), 0, 0.3f * before);
        Assert.InRange(critic.Store.Values.ToArray().Max(Math.Abs), 0.1f, 1);

        float Mean() => generator.Predict(new Shape(2), Noise(1000).ToArray()).Average();
        static Tensor Noise(int seed) => new(new Shape(32, 2), Samples.Make(64, seed));
        static Tensor Real(int seed) => new(new Shape(32, 1), [.. Samples.Make(32, seed + 5000).Select(value => 3 + value)]);
    }

    [Fact]
    public void What_cannot_be_right_throws()
    {
        Sequential network = Network();
        ParameterStore store = network.Store;
        var optimizer = new Adam();
        Tensor two = new(new Shape(2, Inputs), Samples.Make(2 * Inputs, 1)), targets = new(new Shape(2, 1), 1, 2);
        Tape tape = new(), second = new();
        Tensor kept;
        using (tape.BeginStep(training: true))
        {
            kept = network.Forward(tape.Input(two));
            Tensor mean = new MeanSquaredErrorLoss().Compute(kept, targets);
            Assert.Throws<InvalidOperationException>(() => tape.BeginStep(training: true));
            using (second.BeginStep(training: true)) Assert.Contains("open step", Refusal(() => network.Forward(second.Input(two))), StringComparison.Ordinal);
            tape.Backward(mean);
            Assert.Contains("differentiated", Refusal(() => tape.Backward(mean)), StringComparison.Ordinal);
            optimizer.Step(store, 0.01f);
            foreach (float rate in (float[])[-0.01f, float.NaN, float.PositiveInfinity])
                Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(store, rate));
            Assert.Contains("another network", Refusal(() => optimizer.Step(Network().Store, 0.01f)), StringComparison.Ordinal);
        }

        Assert.Contains("ended", Refusal(() => kept.ToArray()), StringComparison.Ordinal);
        using (tape.BeginStep(training: true))
        {
            string message = Assert.Throws<ArgumentException>(() => network.Forward(tape.Input(Row.Batch(1), new float[Inputs]))).Message;
            Assert.Contains("at least two rows", message, StringComparison.Ordinal);
        }

        using (tape.BeginStep(training: true))
        {
            Tensor mean = new MeanSquaredErrorLoss().Compute(network.Forward(tape.Input(two)), targets);
            store.Change(0, static (weights, _) => weights[0] += 1);
            Assert.Contains("have changed since", Refusal(() => tape.Backward(mean)), StringComparison.Ordinal);
        }

        var taken = new Adam();
        _ = new Trainer(network, new MeanSquaredErrorLoss(), taken);
        Assert.Contains("belongs to a trainer", Refusal(() => taken.Step(store, 0.01f)), StringComparison.Ordinal);

        static string Refusal(Action what) => Assert.Throws<InvalidOperationException>(what).Message;
    }

    [Fact]
    public void Numbers_that_are_none_change_no_weight()
    {
        Sequential network = Network("linear:4 linear:1");
        string before = Hash(network);
        MemorySource rows = MemorySource.WithTargets(Row, [float.NaN, .. new float[2 * Inputs - 1]], [1, 2]);
        var optimizer = new Adam();
        var loop = new OwnLoop(network, new MeanSquaredErrorLoss(), optimizer);
        Assert.Contains("layer '0'", Assert.Throws<ArithmeticException>(() => loop.Step(rows, [0, 1], 0.01f)).Message, StringComparison.Ordinal);
        Assert.Equal("0", Assert.Throws<NonFiniteGradientException>(() => loop.StepInParts(rows, [0, 1], 1, 0.01f)).Layer);
        Assert.Equal((before, 0), (Hash(network), optimizer.Steps));
    }

    private static Sequential Network(string text = Text) => Sequential.Build(text, Row, new RandomSource(seed: 1));

    private static string Hash(Layer network) => WeightsHash.Compute(NamedTensors.Of(network));

    private static float Distance(Layer a, Layer b) => a.Store.Values.ToArray().Zip(b.Store.Values.ToArray()).Max(pair => MathF.Abs(pair.First - pair.Second));

    private static MemorySource Rows(int count, int seed, bool weights = false)
    {
        float[] inputs = Samples.Make(count * Inputs, seed);
        float[] targets = [.. inputs.Chunk(Inputs).Select(row => row[0] * row[1] - row[2])];
        return MemorySource.WithTargets(Row, inputs, targets, weights: weights ? [.. Samples.Make(count, seed + 50).Select(value => value + 1)] : null);
    }

    private sealed class Falling : Schedule
    {
        public override string Canonical => "falling";

        internal static float At(long step) => 0.05f / (1 + step);

        public override float At(in SchedulePoint point) => At(point.Step);
    }
}
