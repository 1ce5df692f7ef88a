using Myelin.Autograd;
using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Optimizers;
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
            Assert.Contains("lies in the store of another network", message, StringComparison.Ordinal);
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

    [Fact]
    public void A_store_is_not_made_while_a_step_is_open()
    {
        Sequential network = Network();
        var tape = new Tape();
        using (tape.BeginStep(training: true))
        {
            tape.Backward(network.Forward(tape.Input(new Tensor(new Shape(2, 4), Samples.Make(8, 1)))).Sum());
            Assert.Contains("before the first step begins", Assert.Throws<InvalidOperationException>(() => network.Store).Message, StringComparison.Ordinal);
        }

        Assert.Equal(network.Store.Ranges.Sum(range => range.Length), network.ParameterCount);
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
        store.Gradients.Clear();
        (store.Gradients[0], store.Gradients[1]) = (3e30f, -4e30f);
        Assert.Equal(5e30f, store.GradientNorm(), 1e25f);
        store.ClipGradients(1);
        Assert.Equal((0.6f, -0.8f), (MathF.Round(store.Gradients[0], 5), MathF.Round(store.Gradients[1], 5)));
        store.Gradients[0] = float.NaN;
        store.ClipGradients(1);
        Assert.Equal(-0.8f, store.Gradients[1], 1e-5f);
    }

    private static Sequential Network() => Sequential.Build("linear:8 tanh linear:3", Input, new RandomSource(1));

    private static MemorySource Rows() => MemorySource.WithLabels(Input, Samples.Make(80, 2), [.. Enumerable.Range(0, 20).Select(i => i % 3)], 3);

    private static Trainer New(Layer network) => new(network, new CrossEntropyLoss(), new Sgd(), new TrainerOptions { Epochs = 2, BatchSize = 5, LearningRate = new ConstantRate(0.1f) });

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
