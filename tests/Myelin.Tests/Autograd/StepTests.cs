using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Autograd;

/// <summary>Where steps begin and end, and how they are counted.</summary>
public sealed class StepTests
{
    private static readonly Shape Input = new(64);

    [Fact]
    public void Each_training_step_draws_a_mask_of_its_own_and_other_steps_are_not_counted()
    {
        Sequential network = Sequential.Build("dropout:0.5", Input, new RandomSource(1));
        float[][] masks = Masks(network, new Tape());
        Assert.Equal(6, masks.Select(mask => string.Concat(mask)).Distinct().Count());
        // With other steps between, and from a first step of one's own.
        Tape mixed = new(), later = new(firstStep: 3);
        for (int i = 0; i < masks.Length; i++)
        {
            using (mixed.BeginStep(training: false)) Assert.All(network.Forward(mixed.Input(Ones)).ToArray(), value => Assert.Equal(1, value));
            using (mixed.BeginStep(training: true)) Assert.Equal(masks[i], network.Forward(mixed.Input(Ones)).ToArray());
            if (i < 3) continue;
            using StepScope step = later.BeginStep(training: true);
            Assert.Equal(masks[i], network.Forward(later.Input(Ones)).ToArray());
            Assert.Equal((uint)i, later.Step);
        }

        // A number that is given is counted on from; that of another step is none of theirs.
        using (later.BeginStep(training: false, step: 0)) _ = later.Input(Ones);
        using (later.BeginStep(training: true)) Assert.Equal(6u, later.Step);
        using (later.BeginStep(training: true, step: 1)) Assert.Equal(masks[1], network.Forward(later.Input(Ones)).ToArray());
        using (later.BeginStep(training: true)) Assert.Equal(masks[2], network.Forward(later.Input(Ones)).ToArray());
    }

    [Fact]
    public void A_scope_ends_its_own_step_only()
    {
        var tape = new Tape();
        StepScope first = tape.BeginStep(training: false);
        first.Dispose();
        first.Dispose();
        using StepScope second = tape.BeginStep(training: false);
        Tensor x = tape.Input(Ones);
        first.Dispose();
        Assert.True(tape.IsActive);
        Assert.Equal(1, x.At(0));
        second.Dispose();
        Assert.False(tape.IsActive);
        Assert.Throws<InvalidOperationException>(() => x.At(0));
        default(StepScope).Dispose();
    }

    [Fact]
    public void Elements_are_read_within_the_step_alone()
    {
        var tape = new Tape();
        Tensor x;
        using (tape.BeginStep(training: false))
        {
            x = tape.Input(Ones);
            Assert.Equal(128, x.Read(2f, static (elements, factor) => factor * elements.ToArray().Sum()));
            Assert.Throws<ArgumentOutOfRangeException>(() => x.At(64));
            Assert.Throws<ArgumentOutOfRangeException>(() => x.At(-1));
        }

        Assert.Throws<InvalidOperationException>(() => x.Read(0, static (elements, _) => elements.Length));
        Assert.Throws<InvalidOperationException>(() => x.At(0));
        Assert.DoesNotContain(typeof(Tensor).GetProperties(), property => property.PropertyType.IsByRefLike);
    }

    [Fact]
    public void Records_are_read_within_the_step_alone()
    {
        var tape = new Tape();
        Operation record;
        using (tape.BeginStep(training: false))
        {
            Assert.Equal(64, tape.Input(Ones).Sum().ToScalar());
            record = tape.Operations.Single();
            Assert.Equal(64, record.Result.ToScalar());
        }

        Assert.Throws<InvalidOperationException>(() => record.Result);
        using StepScope next = tape.BeginStep(training: false);
        _ = (2f * tape.Input(Ones)).Sum();
        Assert.Throws<InvalidOperationException>(() => record.Operand(0));
    }

    [Fact]
    public void Weights_that_change_between_forward_and_backward_are_found()
    {
        Sequential network = Sequential.Build("linear:2 tanh linear:1", new Shape(2), new RandomSource(1));
        ParameterStore store = network.Store;
        var tape = new Tape();
        var x = new Tensor(new Shape(1, 2), 1, 2);
        using (tape.BeginStep(training: true))
        {
            Tensor value = network.Forward(tape.Input(x)).Sum();
            store.Change(0, static (weights, _) => weights[0] += 1);
            Assert.Contains("have changed since this step computed with them",
                Assert.Throws<InvalidOperationException>(() => tape.Backward(value)).Message, StringComparison.Ordinal);
        }

        // Before and after is free.
        using StepScope step = tape.BeginStep(training: true);
        store.Change(0, static (weights, _) => weights[0] += 1);
        tape.Backward(network.Forward(tape.Input(x)).Sum());
        store.Change(0, static (weights, _) => weights[0] += 1);
        Assert.NotEqual(0, store.GradientNorm());
    }

    [Fact]
    public void A_parameters_tensor_shows_the_values_of_the_moment()
    {
        Sequential network = Sequential.Build("linear:2", new Shape(2), new RandomSource(1));
        Tensor weight = network.Parameters.First().Value;
        float before = weight.At(0);
        network.Store.Change(0, static (weights, _) => weights[0] += 1);
        Assert.Equal(before + 1, weight.At(0));
    }

    private static Tensor Ones => new(new Shape(1, 64), [.. Enumerable.Repeat(1f, 64)]);

    private static float[][] Masks(Sequential network, Tape tape) => [.. Enumerable.Range(0, 6).Select(_ =>
    {
        using StepScope step = tape.BeginStep(training: true);
        return network.Forward(tape.Input(Ones)).ToArray();
    })];
}
