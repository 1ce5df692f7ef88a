using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Penalties;

/// <summary>A loss with a penalty added, whichever function it applies.</summary>
public interface IPenaltyOperation
{
    /// <summary>The function of one weight, with its constants.</summary>
    IUnaryFunction Function { get; }
}

/// <summary>y = loss + Σ f(w) over all elements of all weights; dloss = dy, dw = dy · f'(w).</summary>
/// <typeparam name="TFunction">The function of one weight.</typeparam>
public sealed class PenaltyOperation<TFunction> : Operation, IPenaltyOperation where TFunction : unmanaged, IPenalty
{
    private TFunction function;
    private float sum;

    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <inheritdoc/>
    public IUnaryFunction Function => function;

    /// <summary>Adds the penalty to a loss.</summary>
    /// <param name="loss">A single number.</param>
    /// <param name="weights">The weights, of any shapes.</param>
    /// <param name="function">The function of one weight.</param>
    /// <param name="value">The penalty alone.</param>
    /// <exception cref="ArgumentException">The loss is not a single number.</exception>
    public static Tensor Apply(Tensor loss, ReadOnlySpan<Tensor> weights, TFunction function, out float value)
    {
        if (loss.Count != 1)
            throw new ArgumentException($"A penalty is added to a single number, not to a loss of shape {loss.Shape}; take its mean or sum first.",
                nameof(loss));
        var operation = Record<PenaltyOperation<TFunction>>(loss, weights);
        operation.function = function;
        Tensor result = operation.Run(loss.Shape);
        value = operation.sum;
        return result;
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        sum = 0;
        for (int i = 1; i < OperandCount; i++)
        {
            using Scratch values = Scratch.Take(OperandSpan(i).Length);
            UnaryLoops.Value(function, OperandSpan(i), values.Span);
            sum += Sums.Of(values.Span);
        }

        ResultSpan[0] = OperandSpan(0)[0] + sum;
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        if (Needs(0)) Copy.To(ResultGradient, GradientSpan(0, out bool addToLoss), addToLoss);
        for (int i = 1; i < OperandCount; i++)
        {
            if (!Needs(i)) continue;
            using Scratch dy = Scratch.Take(OperandSpan(i).Length);
            dy.Span.Fill(ResultGradient[0]);
            Span<float> dw = GradientSpan(i, out bool accumulate);
            UnaryLoops.Gradient(function, OperandSpan(i), dy.Span, dw, accumulate);
        }
    }
}
