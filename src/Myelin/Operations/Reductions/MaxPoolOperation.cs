using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// The largest value of each square window of [rows, channels, height, width]; windows that would leave the image are left out. The
/// gradient goes to the place of the maximum, the first of equal ones; a NaN in a window is its maximum (as PyTorch).
/// </summary>
public sealed class MaxPoolOperation : Operation
{
    private PoolShape sizes;
    private int[] places = [];

    /// <inheritdoc/>
    public override string Name => "max pooling";

    /// <summary>Height and width of the window.</summary>
    public int Window => sizes.Window;

    /// <summary>The step of the window.</summary>
    public int Stride => sizes.Stride;

    /// <summary>Pools images.</summary>
    /// <param name="x">[rows, channels, height, width]</param>
    /// <param name="window">Height and width of the window, at least 1.</param>
    /// <param name="stride">The step of the window, at least 1.</param>
    /// <exception cref="ArgumentException">Not four axes, or a window that does not fit.</exception>
    public static Tensor Apply(Tensor x, int window, int stride)
    {
        Shape shape = x.Shape;
        if (shape.Rank != 4) throw new ArgumentException($"Max pooling needs the shape [rows, channels, height, width], not {shape}.", nameof(x));
        var sizes = new PoolShape(shape[2], shape[3], window, stride);
        var operation = Record<MaxPoolOperation>(x);
        operation.sizes = sizes;
        return operation.Run(new Shape(shape[0], shape[1], sizes.OutputHeight, sizes.OutputWidth));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        if (places.Length < ResultSpan.Length) places = new int[ResultSpan.Length];
        MaxPool.Forward(sizes, Planes, OperandSpan(0), ResultSpan, places.AsSpan(0, ResultSpan.Length));
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        using Scratch other = Scratch.Take(accumulate ? dx.Length : 0);
        MaxPool.Backward(sizes, Planes, ResultGradient, places.AsSpan(0, ResultSpan.Length), accumulate ? other.Span : dx);
        if (accumulate) Copy.To(other.Span, dx, accumulate: true);
    }

    private int Planes => Result.Shape[0] * Result.Shape[1];
}
