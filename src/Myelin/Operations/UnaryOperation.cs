using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>An elementwise function of one tensor, whichever it is.</summary>
public interface IUnaryOperation
{
    /// <summary>The function with its constants.</summary>
    IUnaryFunction Function { get; }
}

/// <summary>y = f(x), element by element; dx = dy · f'(x). No elements give no elements; what NaN and ±∞ give is the function's.</summary>
/// <typeparam name="TFunction">The function.</typeparam>
public sealed class UnaryOperation<TFunction> : Operation, IUnaryOperation where TFunction : unmanaged, IUnaryFunction
{
    private TFunction function;
    // Slopes of more elements leave the cache before the backward pass wants them; then computing them again is quicker (docs/performance.md).
    private const int MostSlopes = 1 << 17;

    private Storage slopes = new(0);

    private bool KeepsSlopes => TFunction.Saves == Saved.Slope && Operand(0).Count <= MostSlopes;

    /// <inheritdoc/>
    public override string Name => function is IWithConstant bound ? bound.Name : typeof(TFunction).Name;

    /// <inheritdoc/>
    public IUnaryFunction Function => function;

    /// <summary>Applies the function to every element.</summary>
    /// <param name="x">Any shape; the result has the same.</param>
    /// <param name="function">The function with its constants.</param>
    public static Tensor Apply(Tensor x, TFunction function)
    {
        var operation = Record<UnaryOperation<TFunction>>(x);
        operation.function = function;
        return operation.Run(x.Shape, TFunction.StopsGradient);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        if (!KeepsSlopes || !WillDifferentiate)
        {
            UnaryLoops.Value(function, OperandSpan(0), ResultSpan);
            return;
        }

        if (slopes.Capacity < ResultSpan.Length) slopes = new Storage(ResultSpan.Length);
        UnaryLoops.ValueAndSlope(function, OperandSpan(0), ResultSpan, slopes.Span[..ResultSpan.Length]);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (KeepsSlopes) UnaryLoops.GradientOfKept(function, slopes.Span[..dx.Length], ResultGradient, dx, accumulate);
        else UnaryLoops.Gradient(function, TFunction.Saves == Saved.Output ? ResultSpan : OperandSpan(0), ResultGradient, dx, accumulate);
    }
}
