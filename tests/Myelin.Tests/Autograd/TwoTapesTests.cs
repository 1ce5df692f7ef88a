using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Autograd;

/// <summary>The gradients of a network have one place, so one recording step at a time writes them.</summary>
public sealed class TwoTapesTests
{
    private static readonly Shape Input = new(4);
    private static readonly Tensor Rows = new(new Shape(3, 4), Samples.Make(12, 1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_step_that_meets_an_open_one_throws_and_names_both(bool withStore)
    {
        Sequential network = Network();
        if (withStore) _ = network.Store;
        Tape one = new(name: "the generator's tape"), other = new(name: "the critic's tape");
        float[] expected;
        using (one.BeginStep(training: true, step: 7))
        {
            one.Backward(network.Forward(one.Input(Rows)).Sum());
            expected = one.Gradient(network.Parameters.First().Value).ToArray();
            using (other.BeginStep(training: true))
            {
                string message = Assert.Throws<InvalidOperationException>(() => network.Forward(other.Input(Rows))).Message;
                foreach (string words in (string[])["'0.weight'", "step 7 of the generator's tape", "the critic's tape", "step 0"])
                    Assert.Contains(words, message, StringComparison.Ordinal);
            }

            // The open step is unharmed, and predictions are free.
            Assert.Equal(expected, one.Gradient(network.Parameters.First().Value).ToArray());
            _ = network.Predict(Input, Rows.ToArray());
            var silent = new Tape(recording: false);
            using (silent.BeginStep(training: false)) _ = network.Forward(silent.Input(Rows));
        }

        using StepScope next = other.BeginStep(training: true);
        other.Backward(network.Forward(other.Input(Rows)).Sum());
        Assert.Equal(expected, other.Gradient(network.Parameters.First().Value).ToArray());
    }

    [Fact]
    public void A_step_that_begins_clears_no_gradient_of_another_tapes_open_step()
    {
        Sequential network = Network();
        ParameterStore store = network.Store;
        Tape one = new(), other = new();
        using (other.BeginStep(training: true)) other.Backward(network.Forward(other.Input(Rows)).Sum());
        using StepScope open = one.BeginStep(training: true);
        one.Backward(network.Forward(one.Input(Rows)).Sum());
        float norm = store.GradientNorm();
        using (other.BeginStep(training: true)) _ = other.Input(Rows);
        store.CompleteGradients();
        Assert.Equal(norm, store.GradientNorm());
    }

    [Fact]
    public void What_an_earlier_steps_loss_depended_on_has_gradient_zero_when_this_ones_does_not()
    {
        var network = new Sequential(new Linear(4, 2, new RandomSource(1)), new Linear(2, 2, new RandomSource(2)));
        ParameterStore store = network.Store;
        Tape one = new(), other = new();
        using (one.BeginStep(training: true)) one.Backward(network.Forward(one.Input(Rows)).Sum());
        using (other.BeginStep(training: true)) other.Backward(network.Children[0].Layer.Forward(other.Input(Rows)).Sum());
        store.CompleteGradients();
        ParameterRange[] second = [.. store.Ranges.Where(range => range.Name.StartsWith("1.", StringComparison.Ordinal))];
        Assert.NotEmpty(second);
        foreach (ParameterRange range in second) Assert.All(store.Gradients.Slice(range.Start, range.Length).ToArray(), value => Assert.Equal(0, value));
        Assert.True(store.GradientNorm() > 0);
    }

    [Fact]
    public void On_threads_every_gradient_is_right_or_refused()
    {
        Sequential network = Network();
        _ = network.Store;
        float[] expected = Gradient(network, new Tape())!;
        int right = 0, refused = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            var tape = new Tape();
            for (int i = 0; i < 400; i++)
            {
                if (Gradient(network, tape) is not { } gradient) Interlocked.Increment(ref refused);
                else if (gradient.AsSpan().SequenceEqual(expected)) Interlocked.Increment(ref right);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(1600, right + refused);
        Assert.True(right > 0);
    }

    [Fact]
    public void Two_trainings_of_one_network_at_once_do_not_mix()
    {
        Sequential network = Network();
        var other = new Trainer(network, new CrossEntropyLoss(), new Sgd(), new TrainerOptions { Epochs = 1, BatchSize = 2 });
        MemorySource rows = MemorySource.WithLabels(Input, Samples.Make(40, 1), [.. Enumerable.Range(0, 10).Select(i => i % 3)], 3);
        var trainer = new Trainer(network, new Inside(() => other.Fit(rows)), new Sgd(), new TrainerOptions { Epochs = 1, BatchSize = 2 });
        string message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(rows)).Message;
        Assert.Contains("open step 0 of a trainer, and a trainer cannot", message, StringComparison.Ordinal);
    }

    private static float[]? Gradient(Sequential network, Tape tape)
    {
        using StepScope step = tape.BeginStep(training: true);
        try
        {
            Thread.Yield();
            tape.Backward(network.Forward(tape.Input(Rows)).Sum());
            return [.. network.Parameters.SelectMany(parameter => tape.Gradient(parameter.Value).ToArray())];
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Sequential Network() => Sequential.Build("linear:8 tanh linear:3", Input, new RandomSource(1));

    /// <summary>A loss that does something while its step is open.</summary>
    private sealed class Inside(Action action) : Loss
    {
        public override string Canonical => "inside";

        public override LossDomain Domain => LossDomain.ClassesFromLogits;

        protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
        {
            action();
            return prediction.Sum();
        }
    }
}
