using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Benchmarks.Compare;

/// <summary>Myelin's value and gradient of a function of one tensor.</summary>
internal sealed class MyelinGradient(Shape shape, float[] x, Func<Tape, Tensor, Tensor> function, Tensor? upstream = null) : IContender
{
    private readonly Tape tape = new();
    private readonly Leaf input = new(shape, x);
    private double value;
    private double slope;

    public void Step()
    {
        using StepScope scope = tape.BeginStep(training: true);
        Tensor variable = input.On(tape, needsGradient: true);
        Tensor result = function(tape, variable);
        if (upstream is { } given) tape.Backward(result, given);
        else tape.Backward(result);
        value = result.Span[0];
        slope = tape.Gradient(variable).Span[0];
    }

    public double Result() => value + slope;

    public void Dispose()
    {
    }
}
