using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y_i = x_i - ln Σ_k exp x_k along the last axis, computed with the largest logit subtracted; dx_i = dy_i - p_i Σ_k dy_k with p = exp y.
/// A row with NaN, with +∞ or with -∞ only gives NaN.
/// </summary>
internal sealed class LogSoftmaxOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "log-soft-max";

    /// <summary>Applies log-soft-max along the last axis.</summary>
    /// <param name="x">Logits, at least one axis.</param>
    public static Tensor Apply(Tensor x)
    {
        _ = x.Shape.Axis(-1);
        return Record<LogSoftmaxOperation>(x).Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        int width = Result.Shape[-1];
        for (int start = 0; start < ResultSpan.Length; start += width)
        {
            ReadOnlySpan<float> x = OperandSpan(0).Slice(start, width);
            Span<float> y = ResultSpan.Slice(start, width);
            SoftmaxRow row = SoftmaxRow.Compute(x, y);
            float logOfSum = VectorMath.Log1p(Vector512.Create(row.Rest)).ToScalar();
            for (int i = 0; i < width; i++) y[i] = -(logOfSum + (row.Maximum - x[i]));
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        int width = Result.Shape[-1];
        using Scratch scratch = Scratch.Take(width);
        Span<float> p = scratch.Span;
        for (int start = 0; start < dx.Length; start += width)
        {
            ReadOnlySpan<float> dy = ResultGradient.Slice(start, width);
            float sum = Sums.Of(dy);
            UnaryLoops.Value(default(Exp), ResultSpan.Slice(start, width), p);
            for (int i = 0; i < width; i++) p[i] = dy[i] - p[i] * sum;
            Copy.To(p, dx.Slice(start, width), accumulate);
        }
    }
}
