using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>An elementwise function of one tensor, whichever kernel it applies.</summary>
public interface IUnaryOperation
{
    /// <summary>The kernel with its constants.</summary>
    IUnaryKernel Kernel { get; }
}

/// <summary>y = f(x), element by element; dx = dy · f'(x). No elements give no elements; what NaN and ±∞ give is the function's.</summary>
/// <typeparam name="TKernel">The function.</typeparam>
public sealed class UnaryOperation<TKernel> : Operation, IUnaryOperation where TKernel : unmanaged, IUnaryKernel
{
    private TKernel kernel;
    // Slopes of more elements leave the cache before the backward pass wants them; then computing them again is quicker (docs/performance.md).
    private const int MostSlopes = 1 << 17;

    private Storage slopes = new(0);

    private bool KeepsSlopes => TKernel.Saves == Saved.Slope && Operand(0).Count <= MostSlopes;

    /// <inheritdoc/>
    public override string Name => typeof(TKernel).Name;

    /// <inheritdoc/>
    public IUnaryKernel Kernel => kernel;

    /// <summary>Applies the function to every element.</summary>
    /// <param name="x">Any shape; the result has the same.</param>
    /// <param name="kernel">The function with its constants.</param>
    public static Tensor Apply(Tensor x, TKernel kernel)
    {
        var operation = Record<UnaryOperation<TKernel>>(x);
        operation.kernel = kernel;
        return operation.Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        if (!KeepsSlopes || !WillDifferentiate)
        {
            UnaryLoops.Value(kernel, OperandSpan(0), ResultSpan);
            return;
        }

        if (slopes.Capacity < ResultSpan.Length) slopes = new Storage(ResultSpan.Length);
        UnaryLoops.ValueAndSlope(kernel, OperandSpan(0), ResultSpan, slopes.Span[..ResultSpan.Length]);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (KeepsSlopes) UnaryLoops.GradientOfKept(kernel, slopes.Span[..dx.Length], ResultGradient, dx, accumulate);
        else UnaryLoops.Gradient(kernel, TKernel.Saves == Saved.Output ? ResultSpan : OperandSpan(0), ResultGradient, dx, accumulate);
    }
}
