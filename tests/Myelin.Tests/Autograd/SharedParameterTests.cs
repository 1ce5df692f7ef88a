using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Autograd;

/// <summary>Parameters that several tapes differentiate by, one after the other.</summary>
public sealed class SharedParameterTests
{
    private readonly Parameter used = new("used", new Tensor(new Shape(2), 1, 2));
    private readonly Parameter sometimes = new("sometimes", new Tensor(new Shape(2), 3, 4));

    [Fact]
    public void A_second_tape_does_not_add_to_the_first_ones_gradients()
    {
        Assert.Equal([3, 4], GradientOnNewTape(withSometimes: true).OfUsed);
        Assert.Equal([3, 4], GradientOnNewTape(withSometimes: true).OfUsed);
    }

    [Fact]
    public void A_parameter_that_only_the_first_tape_used_has_gradient_zero_on_the_second()
    {
        Assert.Equal([1, 2], GradientOnNewTape(withSometimes: true).OfSometimes);
        Assert.Equal([0, 0], GradientOnNewTape(withSometimes: false).OfSometimes);
    }

    private (float[] OfUsed, float[] OfSometimes) GradientOnNewTape(bool withSometimes)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Input(new Tensor(new Shape(2), 1, 1)) * used.Value;
        tape.Backward((withSometimes ? x * sometimes.Value : x).Sum());
        return (tape.Gradient(used.Value).ToArray(), tape.Gradient(sometimes.Value).ToArray());
    }
}
