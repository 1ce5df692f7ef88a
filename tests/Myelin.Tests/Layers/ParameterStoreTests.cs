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
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Layers;

/// <summary>A network has one store, the same for everybody; what would make a second one is refused, and changes nothing.</summary>
public sealed class ParameterStoreTests
{
    private static readonly Shape Input = new(4);

    [Fact]
    public void Everybody_gets_the_same_store()
    {
        Sequential network = Network();
        ParameterStore store = network.Store;
        Assert.Same(store, network.Store);
        ParameterStore?[] found = new ParameterStore?[8];
        Sequential other = Network();
        Parallel.For(0, found.Length, i => found[i] = other.Store);
        Assert.Single(found.Distinct());
    }

    [Fact]
    public void A_listener_that_looks_at_the_store_disconnects_no_training()
    {
        Sequential looked = Network(), alone = Network();
        var norms = new List<float>();
        Train(looked, new Look(() => norms.Add(looked.Store.GradientNorm())));
        Train(alone, null);
        Assert.Equal(Hash(alone), Hash(looked));
        Assert.NotEqual(Hash(Network()), Hash(looked));
        Assert.Equal(8, norms.Count);
        Assert.All(norms, norm => Assert.InRange(norm, 1e-4f, 100));
    }

    [Fact]
    public void Two_trainers_train_the_same_weights_one_after_the_other()
    {
        Sequential network = Network();
        Trainer first = New(network), second = New(network);
        MemorySource rows = Rows();
        string before = Hash(network);
        first.Fit(rows);
        string after = Hash(network);
        Assert.NotEqual(before, after);
        second.Fit(rows);
        Assert.NotEqual(after, Hash(network));
        string last = Hash(network);
        first.Fit(rows);
        Assert.NotEqual(last, Hash(network));
    }

    [Fact]
    public void A_store_of_shared_layers_is_refused_and_changes_nothing()
    {
        var encoder = new Linear(4, 8, new RandomSource(1));
        var autoencoder = new Sequential(encoder, new Linear(8, 4, new RandomSource(2)));
        ParameterStore store = autoencoder.Store;
        float[] before = store.Values.ToArray();
        var classifier = new Sequential(encoder, new Linear(8, 3, new RandomSource(3)));
        foreach (Layer sharing in (Layer[])[classifier, encoder, new Sequential(new Residual(autoencoder))])
        {
            string message = Assert.Throws<InvalidOperationException>(() => sharing.Store).Message;
            Assert.Contains("lies in another store already", message, StringComparison.Ordinal);
            Assert.Contains("Restore(other.Store.Snapshot())", message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidOperationException>(() => New(classifier));
        Assert.Same(store, autoencoder.Store);
        Assert.Equal(before, store.Values);
        // The other way round: a layer's own store first, then that of the network around it.
        var inner = new Linear(4, 8, new RandomSource(1));
        _ = inner.Store;
        Assert.Throws<InvalidOperationException>(() => new Sequential(inner, new Linear(8, 3, new RandomSource(3))).Store);
        // The remedy of the message.
        var copy = new Sequential(new Linear(4, 8, new RandomSource(7)), new Linear(8, 4, new RandomSource(8)));
        copy.Store.Restore(store.Snapshot());
        Assert.Equal(autoencoder.Predict(Input, Samples.Make(8, 1)), copy.Predict(Input, Samples.Make(8, 1)));
    }

    [Theory]
    [InlineData("before the step")]
    [InlineData("before the forward pass")]
    [InlineData("before the backward pass")]
    [InlineData("after the backward pass")]
    [InlineData("after the step")]
    public void A_store_that_is_first_asked_for_at_any_moment_loses_no_gradient(string when)
    {
        Sequential network = Network();
        var tape = new Tape();
        var optimizer = new Sgd();
        float[] before = [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        for (int step = 0; step < 2; step++)
        {
            Ask("before the step");
            using (tape.BeginStep(training: true))
            {
                Ask("before the forward pass");
                Tensor value = network.Forward(tape.Input(new Tensor(new Shape(2, 4), Samples.Make(8, 1)))).Sum();
                Ask("before the backward pass");
                tape.Backward(value);
                Ask("after the backward pass");
                if (when != "after the step") optimizer.Step(network.Store, 0.1f);
            }

            if (when == "after the step") optimizer.Step(network.Store, 0.1f);
        }

        Sequential expected = Network();
        ParameterStore first = expected.Store;
        for (int step = 0; step < 2; step++)
        {
            using StepScope scope = tape.BeginStep(training: true);
            tape.Backward(expected.Forward(tape.Input(new Tensor(new Shape(2, 4), Samples.Make(8, 1)))).Sum());
            new Sgd().Step(first, 0.1f);
        }

        Assert.Equal(first.Values, network.Store.Values);
        Assert.NotEqual(before, network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));

        void Ask(string now)
        {
            if (now == when) _ = network.Store;
        }
    }

    [Fact]
    public void A_gradient_that_a_store_took_over_ends_with_the_tapes_next_step()
    {
        Sequential network = Network();
        var tape = new Tape();
        var x = new Tensor(new Shape(2, 4), Samples.Make(8, 1));
        using (tape.BeginStep(training: true)) tape.Backward(network.Forward(tape.Input(x)).Sum());
        ParameterStore store = network.Store;
        Assert.True(store.GradientNorm() > 0);
        using (tape.BeginStep(training: true)) Assert.Equal(0, store.GradientNorm());
    }

    [Fact]
    public void A_store_is_not_made_of_two_open_steps()
    {
        Linear one = new(4, 4, new RandomSource(1)), other = new(4, 3, new RandomSource(2));
        var network = new Sequential(one, other);
        Tape first = new(), second = new();
        using StepScope step = first.BeginStep(training: true), otherStep = second.BeginStep(training: true);
        _ = one.Forward(first.Input(new Tensor(new Shape(2, 4), Samples.Make(8, 1))));
        _ = other.Forward(second.Input(new Tensor(new Shape(2, 4), Samples.Make(8, 1))));
        Assert.Contains("one store takes the gradients of one", Assert.Throws<InvalidOperationException>(() => network.Store).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_those_of_the_last_step_and_can_be_put_together()
    {
        var network = new Sequential(new Linear(4, 2, new RandomSource(1)), new Linear(2, 2, new RandomSource(2)));
        Layer other = Network();
        ParameterStore store = network.Store;
        var tape = new Tape();
        var x = new Tensor(new Shape(2, 4), Samples.Make(8, 1));
        using (tape.BeginStep(training: true)) tape.Backward(network.Forward(tape.Input(x)).Sum());
        float[] whole = store.Gradients.ToArray();
        Assert.True(store.GradientNorm() > 0);
        // The next step uses another network only, and a part of this one.
        using (tape.BeginStep(training: true))
        {
            tape.Backward(other.Forward(tape.Input(x)).Sum());
            Assert.Equal(0, store.GradientNorm());
        }

        Assert.All(store.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        using (tape.BeginStep(training: true))
        {
            tape.Backward(network.Children[0].Layer.Forward(tape.Input(x)).Sum());
            // Half of the first step's, also where this one's loss did not depend on a parameter.
            store.ChangeGradients(whole, static (gradients, whole) =>
            {
                for (int i = 0; i < gradients.Length; i++) gradients[i] = 0.5f * whole[i];
            });
            float[] before = store.Values.ToArray();
            new Sgd().Step(store, 1);
            for (int i = 0; i < whole.Length; i++) Assert.Equal(before[i] - 0.5f * whole[i], store.Values[i]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_what_the_optimizer_takes_also_after_a_step_without_the_network(bool inStep)
    {
        Sequential network = Network(), other = Network();
        ParameterStore store = network.Store;
        var tape = new Tape();
        var x = new Tensor(new Shape(2, 4), Samples.Make(8, 1));
        using (tape.BeginStep(training: true)) tape.Backward(network.Forward(tape.Input(x)).Sum());
        float[] before = store.Values.ToArray();
        using (StepScope step = tape.BeginStep(training: true))
        {
            tape.Backward(other.Forward(tape.Input(x)).Sum());
            if (!inStep) step.Dispose();
            store.ChangeGradients(0, static (gradients, _) => gradients.Fill(1));
            // Once more, as where gradients are put together.
            store.ChangeGradients(0, static (gradients, _) => gradients[0] += 1);
            Assert.Equal(2, store.Gradients[0]);
            new Sgd().Step(store, 0.1f);
        }

        foreach (ParameterRange range in store.Ranges)
        {
            for (int i = range.Start; i < range.Start + range.Length; i++) Assert.Equal(before[i] - 0.1f * (i == 0 ? 2 : 1), store.Values[i]);
        }

        // The gradients are a step's: they end with the next one.
        using (tape.BeginStep(training: true)) Assert.Equal(0, store.GradientNorm());
    }

    [Fact]
    public void The_gradient_of_a_parameter_frozen_after_the_step_is_zero()
    {
        Sequential network = Network();
        ParameterStore store = network.Store;
        var tape = new Tape();
        using (tape.BeginStep(training: true)) tape.Backward(network.Forward(tape.Input(new Tensor(new Shape(2, 4), Samples.Make(8, 1)))).Sum());
        float[] whole = store.Gradients.ToArray();
        network.Children[0].Layer.Freeze();
        float[] rest = [.. new float[store.Ranges[2].Start], .. whole[store.Ranges[2].Start..]];
        Assert.Equal(rest, store.Gradients.ToArray());
        store.ChangeGradients(0, static (gradients, _) => gradients[0] = 1000);
        Assert.Equal(MathF.Sqrt(rest.Sum(value => value * value)), store.GradientNorm(), 1e-5f);
        // Nor do places between parameters count.
        store.ChangeGradients(rest.Length, static (gradients, _) => gradients.Fill(1));
        Assert.Equal(MathF.Sqrt(store.Ranges.Skip(2).Sum(range => range.Length)), store.GradientNorm(), 1e-5f);
        store.ClipGradients(1);
        Assert.Equal(1, store.GradientNorm(), 1e-5f);
        // Thawed, it has none before the next step.
        network.Unfreeze();
        Assert.Equal(1, store.GradientNorm(), 1e-5f);
    }

    [Fact]
    public void Parameters_that_come_later_are_refused()
    {
        var growing = new Growing();
        _ = growing.Store;
        growing.Add();
        Assert.Contains("'second' was added after", Assert.Throws<InvalidOperationException>(() => growing.Store).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_is_seen_by_single_rows_as_by_batches()
    {
        Sequential network = Network();
        ParameterStore store = network.Store;
        float[] two = Samples.Make(8, 1);
        _ = network.Predict(Input, two.AsSpan(0, 4));
        store.Change(3f, static (weights, factor) =>
        {
            foreach (ref float weight in weights) weight *= factor;
        });
        Assert.Equal(network.Predict(Input, two)[..3], network.Predict(Input, two.AsSpan(0, 4)));
        // Also one that ends in an exception half way.
        Assert.Throws<InvalidDataException>(() => store.Change(0, static (weights, _) =>
        {
            weights[..8].Clear();
            throw new InvalidDataException();
        }));
        Assert.Equal(network.Predict(Input, two)[..3], network.Predict(Input, two.AsSpan(0, 4)));
    }

    [Fact]
    public void A_snapshot_of_another_network_changes_nothing()
    {
        Sequential network = Network();
        float[] before = network.Store.Values.ToArray();
        // As many values, in other shapes; the same shapes under other names; other buffers.
        foreach (string text in (string[])["linear:3 linear:8", "linear:4 linear:3", "relu linear:8 linear:3", "linear:8 batch-norm linear:3"])
        {
            ParameterSnapshot foreign = Sequential.Build(text, Input, new RandomSource(1)).Store.Snapshot();
            Assert.Contains("another network", Assert.Throws<ArgumentException>(() => network.Store.Restore(foreign)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => network.Store.SnapshotTo(foreign));
        }

        Assert.Equal(before, network.Store.Values);
    }

    [Fact]
    public void The_norm_of_huge_gradients_is_finite_and_clips_them()
    {
        ParameterStore store = Network().Store;
        store.ChangeGradients(0, static (gradients, _) => (gradients[0], gradients[1]) = (3e30f, -4e30f));
        Assert.Equal(5e30f, store.GradientNorm(), 1e25f);
        store.ClipGradients(1);
        Assert.Equal((0.6f, -0.8f), (MathF.Round(store.Gradients[0], 5), MathF.Round(store.Gradients[1], 5)));
        store.ChangeGradients(0, static (gradients, _) => gradients[0] = float.NaN);
        store.ClipGradients(1);
        Assert.Equal(-0.8f, store.Gradients[1], 1e-5f);
    }

    private static Sequential Network() => Sequential.Build("linear:8 tanh linear:3", Input, new RandomSource(1));

    private static MemorySource Rows() => MemorySource.WithLabels(Input, Samples.Make(80, 2), [.. Enumerable.Range(0, 20).Select(i => i % 3)], 3);

    private static Trainer New(Layer network) =>
        new(network, new CrossEntropyLoss(), new Sgd(), new TrainerOptions { Epochs = 2, BatchSize = 5, LearningRate = new Constant(0.1f) });

    private static void Train(Sequential network, ITrainingListener? listener) => New(network).Fit(Rows(), listener: listener);

    private static string Hash(Layer network) => WeightsHash.Compute(NamedTensors.Of(network));

    private sealed class Look(Action look) : ITrainingListener
    {
        public void OnStep(in StepEvent step) => look();
    }

    private sealed class Growing : Layer
    {
        private readonly List<Parameter> parameters = [new("first", new Tensor(new Shape(1), 1))];

        public override string Canonical => "growing";

        public override IReadOnlyList<Parameter> OwnParameters => parameters;

        public override Shape OutputShape(Shape inputShape) => inputShape;

        internal void Add() => parameters.Add(new Parameter("second", new Tensor(new Shape(1), 1)));

        protected override Tensor Compute(Tensor x) => x;
    }
}
