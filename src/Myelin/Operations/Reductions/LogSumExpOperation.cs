using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = ln Σ exp x over the rows of a matrix, m + ln(1 + rest) with the greatest element m left out of the rest; dx_i = dy exp(x_i - m) / (1 + rest), the
/// soft-max, which does not depend on how y is rounded.
/// </summary>
internal sealed class LogSumExpOperation : Operation
{
    public override string Name => "log-sum-exp";

    internal static Tensor Apply(Tensor matrix)
    {
        Shape shape = matrix.Shape;
        if (shape[1] == 0 && shape[0] > 0) throw new ArgumentException("The sum over no elements has no logarithm.", nameof(matrix));
        return Record<LogSumExpOperation>(matrix).Run(new Shape(shape[0], 1));
    }

    protected override void Forward()
    {
        int width = Operand(0).Shape[1];
        using Scratch exponentials = Scratch.Take(width);
        for (int i = 0; i < ResultSpan.Length; i++)
        {
            SoftmaxRow row = SoftmaxRow.Compute(OperandSpan(0).Slice(i * width, width), exponentials.Span);
            ResultSpan[i] = float.IsFinite(row.Maximum) ? row.Maximum + VectorMath.Log1p(Vector512.Create(row.Rest))
                .ToScalar() : Sum(OperandSpan(0).Slice(i * width, width));
        }
    }

    protected override void Backward()
    {
        int width = Operand(0).Shape[1];
        Span<float> dx = GradientSpan(0, out bool accumulate);
        using Scratch scratch = Scratch.Take(width);
        Span<float> p = scratch.Span;
        for (int i = 0; i < ResultSpan.Length; i++)
        {
            ReadOnlySpan<float> x = OperandSpan(0).Slice(i * width, width);
            float y = ResultSpan[i], dy = ResultGradient[i];
            if (float.IsFinite(y))
            {
                float sum = SoftmaxRow.Compute(x, p).Sum;
                Copy.Scaled(p, dy / sum, dx.Slice(i * width, width), accumulate);
                continue;
            }

            for (int k = 0; k < width; k++) p[k] = x[k] - y;
            UnaryLoops.Value(default(Exp), p, p);
            if (float.IsNegativeInfinity(y)) p.Clear();
            Copy.Scaled(p, dy, dx.Slice(i * width, width), accumulate);
        }
    }

    /// <summary>The result of a row with an infinite maximum, or with NaN: ∞, -∞ or NaN as the plain sum of its elements' extremes is.</summary>
    private static float Sum(ReadOnlySpan<float> x)
    {
        float greatest = float.NegativeInfinity;
        foreach (float value in x) greatest = MathF.Max(greatest, value);
        return greatest;
    }
}
