using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Autograd;

/// <summary>What is computed from parameters without a tape has no gradient, and must not pass for a term of a loss.</summary>
public sealed class LostGradientTests
{
    private readonly Parameter weight = new("weight", new Tensor(new Shape(2), 1, 2));

    [Fact]
    public void A_penalty_computed_outside_the_tape_is_refused_with_the_remedy()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor loss = (tape.Input(new Tensor(new Shape(2), 1, 1)) * weight.Value).Sum();
        Tensor penalty = (weight.Value * weight.Value).Sum();
        Assert.Equal(5, penalty.ToScalar());
        var error = Assert.Throws<InvalidOperationException>(() => loss + penalty);
        Assert.Contains("outside the tape", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_penalty_that_begins_with_a_tensor_of_the_tape_has_its_gradient()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor penalty = (tape.Input(new Tensor(new Shape(), 1)) * weight.Value * weight.Value).Sum();
        tape.Backward(penalty);
        Assert.Equal([2, 4], tape.Gradient(weight.Value).ToArray());
    }

    [Fact]
    public void As_a_constant_it_is_taken_and_so_are_tensors_without_parameters()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor one = new(new Shape(2), 1, 1), two = one + one, constant = tape.Input(weight.Value * weight.Value);
        tape.Backward((tape.Variable(one) * two * constant * weight.Value).Sum());
        Assert.Equal([2, 8], tape.Gradient(weight.Value).ToArray());
    }
}
