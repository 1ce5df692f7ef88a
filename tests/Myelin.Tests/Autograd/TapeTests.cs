using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Autograd;

public sealed class TapeTests
{
    private static readonly Tensor Three = new(new Shape(3), 1, 2, 3);

    [Fact]
    public void A_given_gradient_goes_on_as_that_of_the_weighted_sum_would()
    {
        var tape = new Tape();
        var weights = new Tensor(new Shape(3), 2, -1, 0.5f);
        float[] expected, actual;
        using (tape.BeginStep(training: false))
        {
            Tensor x = tape.Variable(Three);
            tape.Backward((x * x * weights).Sum());
            expected = tape.Gradient(x).ToArray();
        }

        for (int step = 0; step < 2; step++)
        {
            using StepScope scope = tape.BeginStep(training: false);
            Tensor x = tape.Variable(Three), square = x * x;
            tape.Backward(square, weights);
            actual = tape.Gradient(x).ToArray();
            Assert.Equal(expected, actual);
            Assert.Equal([2, -1, 0.5f], weights.ToArray());
            Assert.Equal([2, -1, 0.5f], tape.Gradient(square).ToArray());
        }
    }

    [Fact]
    public void A_given_gradient_must_fit_and_come_first()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(Three), y = x * x;
        Assert.Throws<ArgumentException>(() => tape.Backward(y, new Tensor(new Shape(2), 1, 1)));
        Assert.Throws<InvalidOperationException>(() => tape.Backward(new Tensor(new Shape(3), 1, 1, 1), Three));
        tape.Backward(y, Three);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(y, Three));
    }

    [Fact]
    public void Handles_of_an_ended_step_throw_whatever_they_are()
    {
        var tape = new Tape();
        Tensor input, variable, result, gradient, inputGradient;
        using (tape.BeginStep(training: false))
        {
            input = tape.Input(Three);
            variable = tape.Variable(Three);
            result = input * variable;
            tape.Backward(result.Sum());
            gradient = tape.Gradient(result);
            inputGradient = tape.Gradient(variable);
            Assert.Equal([1, 2, 3], inputGradient.ToArray());
        }

        foreach (bool inNextStep in (bool[])[false, true])
        {
            using StepScope? step = inNextStep ? tape.BeginStep(training: false) : null;
            if (inNextStep) _ = tape.Variable(Three) + tape.Input(Three);
            foreach (Tensor stale in (Tensor[])[input, variable, result, gradient, inputGradient])
            {
                Assert.Throws<InvalidOperationException>(() => stale.Shape);
                Assert.Throws<InvalidOperationException>(() => stale.ToArray());
                Assert.Throws<InvalidOperationException>(() => stale.Span.Length);
                Assert.Throws<InvalidOperationException>(() => stale.CopyTo(new float[3]));
                Assert.Throws<InvalidOperationException>(() => stale + Three);
                Assert.Throws<InvalidOperationException>(() => tape.Gradient(stale));
                Assert.Contains("ended", stale.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_parameters_gradient_belongs_to_its_step_and_its_values_do_not()
    {
        Parameter parameter = new("w", Three), unused = new("u", Three);
        var tape = new Tape();
        Tensor gradient, zeros;
        using (tape.BeginStep(training: false))
        {
            tape.Backward((parameter.Value * tape.Input(Three)).Sum());
            (gradient, zeros) = (tape.Gradient(parameter.Value), tape.Gradient(unused.Value));
            Assert.Equal([1, 2, 3], gradient.ToArray());
            Assert.Equal([0, 0, 0], zeros.ToArray());
        }

        Assert.Throws<InvalidOperationException>(() => gradient.ToArray());
        Assert.Throws<InvalidOperationException>(() => zeros.ToArray());
        Assert.Equal([1, 2, 3], parameter.Value.ToArray());
    }

    [Fact]
    public void A_tensor_that_was_never_made_says_so() => Assert.Throws<InvalidOperationException>(() => default(Tensor).Shape);

    [Fact]
    public void Operands_of_two_tapes_are_refused()
    {
        Tape one = new(), other = new();
        using StepScope first = one.BeginStep(training: false), second = other.BeginStep(training: false);
        Tensor a = one.Input(Three), b = other.Input(Three);
        Assert.Contains("two different tapes", Assert.Throws<ArgumentException>(() => a + b).Message, StringComparison.Ordinal);
        Assert.Equal([2, 4, 6], (a + Three).ToArray());
    }

    [Fact]
    public void Without_a_step_nothing_runs_on_a_tape_and_steps_do_not_nest()
    {
        var tape = new Tape();
        Assert.Throws<InvalidOperationException>(() => tape.Input(Three));
        Assert.Throws<InvalidOperationException>(() => tape.Variable(Three));
        using StepScope step = tape.BeginStep(training: false);
        Assert.Throws<InvalidOperationException>(() => tape.BeginStep(training: false));
    }

    [Fact]
    public void Only_a_single_number_that_depends_on_a_variable_is_differentiated_and_only_once()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(Three), input = tape.Input(Three);
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(x));
        Assert.Contains("[3]", Assert.Throws<InvalidOperationException>(() => tape.Backward(x)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(input.Sum()));
        Tensor sum = x.Sum();
        tape.Backward(sum);
        Assert.Contains("second", Assert.Throws<InvalidOperationException>(() => tape.Backward(sum)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(input));
        Assert.Contains("second derivatives", Assert.Throws<InvalidOperationException>(() => tape.Gradient(x) * x).Message, StringComparison.Ordinal);
        var silent = new Tape(recording: false);
        using StepScope other = silent.BeginStep(training: false);
        Assert.Throws<InvalidOperationException>(() => silent.Backward(silent.Variable(Three).Sum()));
    }

    [Fact]
    public void Gradients_add_up_where_a_tensor_is_used_twice()
    {
        var tape = new Tape();
        for (int repetition = 0; repetition < 2; repetition++)
        {
            using StepScope step = tape.BeginStep(training: false);
            Tensor x = tape.Variable(Three);
            Tensor y = x * x;
            tape.Backward((y * x + y - x).Sum());
            Assert.Equal([3 + 2 - 1, 12 + 4 - 1, 27 + 6 - 1], tape.Gradient(x).ToArray());
            Assert.Equal([2, 3, 4], tape.Gradient(y).ToArray());
        }
    }

    [Fact]
    public void What_the_scalar_does_not_depend_on_has_the_gradient_zero()
    {
        var parameter = new Parameter("w", Three);
        var tape = new Tape();
        for (int number = 0; number < 4; number++)
        {
            using StepScope step = tape.BeginStep(training: false);
            Tensor used = tape.Variable(Three), unused = tape.Variable(Three), loose = parameter.Value * unused;
            tape.Backward(number % 2 == 0 ? (used * parameter.Value).Sum() : used.Sum());
            Assert.Equal([0, 0, 0], tape.Gradient(unused).ToArray());
            Assert.Equal([0, 0, 0], tape.Gradient(loose).ToArray());
            Assert.Equal(number % 2 == 0 ? [1, 2, 3] : [0, 0, 0], tape.Gradient(parameter.Value).ToArray());
        }
    }

    [Fact]
    public void Two_tapes_take_turns_with_one_parameter()
    {
        var parameter = new Parameter("w", Three);
        Tape one = new(), other = new();
        for (int repetition = 0; repetition < 3; repetition++)
        {
            foreach ((Tape tape, float factor) in ((Tape, float)[])[(one, 2), (other, 5)])
            {
                using StepScope step = tape.BeginStep(training: false);
                tape.Backward((factor * (parameter.Value * tape.Input(Three))).Sum());
                Assert.Equal([factor, 2 * factor, 3 * factor], tape.Gradient(parameter.Value).ToArray());
            }

            using StepScope last = other.BeginStep(training: false);
            Tensor x = other.Variable(Three);
            other.Backward(x.Sum());
            Assert.Equal([0, 0, 0], other.Gradient(parameter.Value).ToArray());
        }
    }

    [Fact]
    public void Batches_of_changing_shapes_give_what_a_fresh_tape_gives()
    {
        var tape = new Tape(shards: 2);
        foreach (int rows in (int[])[5, 32, 1, 32, 17, 5, 40])
        {
            float[] values = [.. Enumerable.Range(0, rows * 3).Select(i => i * 0.1f - 1)];
            Assert.Equal(Run(new Tape(shards: 2), rows, values), Run(tape, rows, values));
        }

        static float[] Run(Tape tape, int rows, float[] values)
        {
            using StepScope step = tape.BeginStep(training: false);
            Tensor x = tape.Variable(new Tensor(new Shape(rows, 3), values));
            tape.Backward(x.Softmax().Slice(1, 0, 2).MatMul(tape.Input(new Tensor(new Shape(2, 1), 1, -2))).Mean());
            return tape.Gradient(x).ToArray();
        }
    }

    [Fact]
    public void After_an_exception_inside_a_step_the_tape_works_on()
    {
        var tape = new Tape();
        using (tape.BeginStep(training: false))
        {
            Tensor x = tape.Variable(Three);
            Assert.Throws<ArgumentException>(() => x + new Tensor(new Shape(2), 1, 2));
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(0, 2, 2));
            tape.Backward((x * x).Sum());
            Assert.Equal([2, 4, 6], tape.Gradient(x).ToArray());
        }

        Assert.Throws<NotSupportedException>((Action)Fail);
        using StepScope next = tape.BeginStep(training: false);
        Tensor again = tape.Variable(Three);
        tape.Backward(again.Exp().Log().Sum());
        Assert.Equal([1, 1, 1], tape.Gradient(again).ToArray());

        void Fail()
        {
            using StepScope step = tape.BeginStep(training: false);
            _ = tape.Variable(Three) * Three;
            throw new NotSupportedException();
        }
    }

    [Fact]
    public void Memory_that_was_viewed_is_never_written()
    {
        var viewed = new Storage(3);
        Three.CopyTo(viewed.Span);
        var tape = new Tape();
        using (tape.BeginStep(training: false)) Assert.Equal([1, 2, 3], tape.View(new Shape(3), viewed).ToArray());
        using (tape.BeginStep(training: false)) Assert.Equal([7, 8], tape.Input(new Tensor(new Shape(2), 7, 8)).ToArray());
        Assert.Equal([1, 2, 3], viewed.Span[..3].ToArray());
    }

    [Fact]
    public void Records_say_what_ran_where()
    {
        var network = new Sequential(new Linear(3, 2, new RandomSource(1)), new Flatten());
        var tape = new Tape();
        using (tape.BeginStep(training: true, step: 9))
        {
            Tensor y = network.Forward(tape.Input(new Tensor(new Shape(1, 3), 1, 2, 3)));
            _ = (1f * y).Sum();
            Assert.Equal(["linear", "reshape", "Affine", "sum"], tape.Operations.Select(operation => operation.Name));
            Assert.Equal(["0", "1", "", ""], tape.Operations.Select(operation => operation.Scope));
            Assert.Equal((true, 9u, 4), (tape.IsTraining, tape.Step, tape.OperationCount));
            Assert.Null(tape.FirstNonFinite());
            _ = (tape.Input(Three) - Three).Log();
            Assert.Equal("Log", tape.FirstNonFinite()!.Name);
        }

        Assert.False(tape.IsActive);
    }
}
