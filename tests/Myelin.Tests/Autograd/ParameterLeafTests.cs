using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Autograd;

/// <summary>A computation may begin with parameters alone: on a tape, without a copy, with the gradients that a copy as a variable has.</summary>
public sealed class ParameterLeafTests
{
    private static readonly Tensor Numbers = new(new Shape(3, 2), 0.5f, -1, 2, 0.25f, -3, 1);

    public static TheoryData<string> Names => [.. Beginnings.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Beginnings = new()
    {
        ["rows of a table"] = table => table.GatherRows(new Labels([2, 0, 2])).Tanh().Sum(),
        ["another shape"] = gamma => (gamma.Reshape(1, 6) * gamma.Reshape(6, 1)).Mean(),
        ["a temperature"] = t => (t.Exp() * 2).Sum(),
        ["a penalty"] = w => (w * w).Sum(),
        ["weight norm"] = v => (v / (v * v).Sum(1).Sqrt()).Sum(0).Max(),
    };

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_is_that_of_a_copy(string name)
    {
        var parameter = new Parameter("w", Numbers);
        var tape = new Tape();
        float[] expected, alone, beside, withValue;
        using (tape.BeginStep(training: true))
        {
            Tensor copy = tape.Variable(Numbers);
            tape.Backward(Beginnings[name](copy));
            expected = tape.Gradient(copy).ToArray();
        }

        using (tape.BeginStep(training: true))
        {
            tape.Backward(Beginnings[name](parameter.On(tape)));
            alone = tape.Gradient(parameter.Value).ToArray();
            Assert.Equal(alone, tape.Gradient(parameter.On(tape)).ToArray());
        }

        // Twice, and once through the values beside other operands of the tape.
        using (tape.BeginStep(training: true))
        {
            tape.Backward(Beginnings[name](parameter.On(tape)) + Beginnings[name](parameter.On(tape)));
            beside = tape.Gradient(parameter.Value).ToArray();
        }

        using (tape.BeginStep(training: true))
        {
            Tensor one = tape.Input(Tensor.Ones(new Shape()));
            tape.Backward(Beginnings[name](parameter.On(tape)) + (one * parameter.Value).Sum());
            withValue = tape.Gradient(parameter.Value).ToArray();
        }

        Assert.Equal(expected, alone);
        Assert.Equal([.. expected.Select(value => 2 * value)], beside);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i] + 1, withValue[i], 1e-5f);
    }

    [Fact]
    public void A_layer_of_them_learns_predicts_and_allocates_nothing()
    {
        var network = new Sequential(new Lookup(5, 4, new RandomSource(1)), new Linear(4, 1, new RandomSource(2)));
        var optimizer = new Optimizers.Adam();
        var tape = new Tape();
        float[] ids = [0, 3, 4, 3];
        Tensor target = new(new Shape(4, 1), 1, -1, 2, -1);
        float[] before = network.Parameters.First().Value.ToArray();
        float Step()
        {
            using StepScope step = tape.BeginStep(training: true);
            Tensor loss = (network.Forward(tape.Input(new Shape(4, 1), ids)) - target).Pow(2).Mean();
            tape.Backward(loss);
            optimizer.Step(network.Store, 0.05f);
            return loss.ToScalar();
        }

        float first = Step(), last = 0;
        for (int i = 0; i < 200; i++) last = Step();
        Assert.True(last < first / 100, $"{first} to {last}");
        float[] after = network.Parameters.First().Value.ToArray();
        Assert.Equal(before[4..12], after[4..12]);
        Assert.NotEqual(before[..4], after[..4]);
        Assert.Equal(network.Predict(new Shape(1), [3])[0], network.Predict(new Shape(1), ids)[1]);
        Assert.Equal(network.Predict(new Shape(1), [3])[0], network.Forward(new Tensor(new Shape(1, 1), 3)).At(0));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var parameter = new Parameter("w", Numbers);
        var tape = new Tape();
        Step();
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            using StepScope step = tape.BeginStep(training: true);
            Tensor w = parameter.On(tape);
            tape.Backward((w * w).Sum());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_parameter_differentiated_itself_has_the_gradient_that_it_is_given(bool inStore)
    {
        var layer = new Forgetful(new Parameter("t", Numbers));
        if (inStore) _ = layer.Store;
        Parameter parameter = layer.OwnParameters[0];
        var single = new Parameter("s", Tensor.Ones(new Shape(1)));
        var tape = new Tape();
        var given = new Tensor(new Shape(3, 2), 1, 2, 3, 4, 5, 6);
        for (int repetition = 0; repetition < 2; repetition++)
        {
            using (tape.BeginStep(training: true))
            {
                tape.Backward(single.On(tape));
                Assert.Equal([1], tape.Gradient(single.Value).ToArray());
            }

            using (tape.BeginStep(training: true))
            {
                Tensor leaf = parameter.On(tape);
                // Computed, but no part of what is differentiated.
                _ = leaf.Exp();
                tape.Backward(leaf, given);
                Assert.Equal(given.ToArray(), tape.Gradient(leaf).ToArray());
                Assert.Equal([1, 2, 3, 4, 5, 6], given.ToArray());
            }

            if (inStore) Assert.Equal([1, 2, 3, 4, 5, 6], layer.Store.Gradients[..6]);
        }

        using StepScope step = tape.BeginStep(training: true);
        Tensor frozen = parameter.On(tape);
        parameter.IsFrozen = true;
        Assert.Contains("does not depend on any variable",
            Assert.Throws<InvalidOperationException>(() => tape.Backward(frozen, given)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_ends_with_its_step_and_needs_one()
    {
        var parameter = new Parameter("w", Numbers);
        var tape = new Tape();
        Assert.Throws<InvalidOperationException>(() => parameter.On(tape));
        Tensor kept;
        using (tape.BeginStep(training: true)) kept = parameter.On(tape);
        Assert.Throws<InvalidOperationException>(kept.ToArray);
        Assert.Null(parameter.On(null).Tape);
        Assert.Equal(Numbers.ToArray(), parameter.On(null).ToArray());
        var other = new Tape();
        using StepScope one = tape.BeginStep(training: true), two = other.BeginStep(training: true);
        _ = parameter.On(tape).Exp();
        Assert.Throws<InvalidOperationException>(() => parameter.On(other).Exp());
        Assert.Throws<ArgumentException>(() => parameter.On(other) * parameter.On(tape));
    }

    [Fact]
    public void A_computation_outside_the_tape_is_refused_in_prediction_as_in_training()
    {
        var network = new Sequential(new Forgetful(new Parameter("t", Tensor.Zeros(new Shape()))));
        var error = Assert.Throws<InvalidOperationException>(() => network.Predict(new Shape(2), [1, 2]));
        Assert.Contains("Parameter.On(tape)", error.Message, StringComparison.Ordinal);
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        Assert.Equal(error.Message, Assert.Throws<InvalidOperationException>(() => network.Forward(tape.Input(new Shape(1, 2), [1, 2]))).Message);
    }

    private sealed class Lookup(int count, int width, RandomSource random) : Layer
    {
        private readonly Parameter table = new("table", Tensor.Normal(new Shape(count, width), random));

        public override string Canonical => $"lookup:{table.Value.Shape[0]},{table.Value.Shape[1]}";

        public override IReadOnlyList<Parameter> OwnParameters => [table];

        public override Shape OutputShape(Shape inputShape) => new(width);

        protected override Tensor Compute(Tensor x) => table.On(x.Tape).GatherRows(Array.ConvertAll(x.ToArray(), id => (int)id));
    }

    private sealed class Forgetful(Parameter t) : Layer
    {
        public override string Canonical => "forgetful";

        public override IReadOnlyList<Parameter> OwnParameters => [t];

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => x * t.Value.Exp();
    }
}
