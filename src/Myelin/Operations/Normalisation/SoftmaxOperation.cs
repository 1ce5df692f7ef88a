using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// p_i = exp x_i / Σ_k exp x_k along the last axis, computed with the largest logit subtracted; dx_i = p_i (dy_i - Σ_k p_k dy_k).
/// A row with NaN, with +∞ or with -∞ only gives NaN; a single -∞ gives probability 0.
/// </summary>
internal sealed class SoftmaxOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "soft-max";

    /// <summary>Applies soft-max along the last axis.</summary>
    /// <param name="x">Logits, at least one axis.</param>
    public static Tensor Apply(Tensor x)
    {
        _ = x.Shape.Axis(-1);
        return Record<SoftmaxOperation>(x).Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        int width = Result.Shape[-1];
        for (int start = 0; start < ResultSpan.Length; start += width)
        {
            Span<float> p = ResultSpan.Slice(start, width);
            SoftmaxRow row = SoftmaxRow.Compute(OperandSpan(0).Slice(start, width), p);
            for (int i = 0; i < width; i++) p[i] /= row.Sum;
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        int width = Result.Shape[-1];
        using Scratch scratch = Scratch.Take(width);
        Span<float> weighted = scratch.Span;
        for (int start = 0; start < dx.Length; start += width)
        {
            ReadOnlySpan<float> p = ResultSpan.Slice(start, width), dy = ResultGradient.Slice(start, width);
            for (int i = 0; i < width; i++) weighted[i] = p[i] * dy[i];
            float mean = Sums.Of(weighted);
            for (int i = 0; i < width; i++) weighted[i] = p[i] * (dy[i] - mean);
            Copy.To(weighted, dx.Slice(start, width), accumulate);
        }
    }
}
