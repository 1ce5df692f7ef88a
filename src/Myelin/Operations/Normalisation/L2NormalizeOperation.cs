using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = x / ‖x‖ for each row, with the Euclidean norm over all of the row's elements; dx = (dy - y Σ y dy) / ‖x‖. A row of zeros, which has
/// no direction, stays zeros and gets the gradient 0; every other row has the norm 1, however small or large its elements are.
/// A row with NaN or ±∞ gives NaN.
/// </summary>
public sealed class L2NormalizeOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "l2-normalize";

    /// <summary>Divides each row by its norm.</summary>
    /// <param name="x">Rows first.</param>
    public static Tensor Apply(Tensor x)
    {
        _ = x.Shape.Axis(0);
        return Record<L2NormalizeOperation>(x).Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        int width = Result.Shape.CountBehind(0);
        for (int start = 0; start < ResultSpan.Length; start += width) RowNorm.Normalize(OperandSpan(0).Slice(start, width), ResultSpan.Slice(start, width));
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        int width = Result.Shape.CountBehind(0);
        using Scratch scratch = Scratch.Take(width);
        Span<float> row = scratch.Span;
        for (int start = 0; start < dx.Length; start += width)
        {
            ReadOnlySpan<float> y = ResultSpan.Slice(start, width), dy = ResultGradient.Slice(start, width);
            RowNorm norm = RowNorm.Normalize(OperandSpan(0).Slice(start, width), row);
            dy.CopyTo(row);
            Copy.Scaled(y, -RowNorm.SumOfProducts(y, dy), row, accumulate: true);
            norm.Divide(row, 1, row);
            Copy.To(row, dx.Slice(start, width), accumulate);
        }
    }
}
