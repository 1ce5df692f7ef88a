using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>y = the least or greatest of x, of all elements or along one axis, NaN if any is; dx = dy / n for the n elements that equal y, else 0.</summary>
internal sealed class ExtremeOperation : Operation
{
    /// <summary>The axis, or null for all elements.</summary>
    internal int? Axis { get; private set; }

    /// <summary>Whether the greatest is taken, not the least.</summary>
    internal bool IsMaximum { get; private set; }

    public override string Name => IsMaximum ? "max" : "min";

    internal static Tensor Apply(Tensor x, int? axis, bool isMaximum)
    {
        Shape shape = x.Shape;
        int? along = axis is { } given ? shape.Axis(given) : null;
        Shape result = along is { } kept ? shape.With(kept, 1) : new Shape();
        if (shape.Count == 0 && result.Count > 0)
            throw new ArgumentException($"There is no {(isMaximum ? "greatest" : "least")} element in the shape "
                + $"{shape}{(along is null ? "" : $" along axis {along}")}.", nameof(x));
        var operation = Record<ExtremeOperation>(x);
        (operation.Axis, operation.IsMaximum) = (along, isMaximum);
        return operation.Run(result);
    }

    protected override void Forward()
    {
        (int inner, int size) = Layout();
        ReadOnlySpan<float> x = OperandSpan(0);
        Span<float> y = ResultSpan;
        for (int i = 0; i < y.Length; i++)
        {
            int start = First(i, inner, size);
            float extreme = x[start];
            for (int k = 1; k < size; k++)
            {
                float other = x[start + (k * inner)];
                extreme = IsMaximum ? MathF.Max(extreme, other) : MathF.Min(extreme, other);
            }

            y[i] = extreme;
        }
    }

    protected override void Backward()
    {
        (int inner, int size) = Layout();
        ReadOnlySpan<float> x = OperandSpan(0), y = ResultSpan, dy = ResultGradient;
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (!accumulate) dx.Clear();
        for (int i = 0; i < y.Length; i++)
        {
            int start = First(i, inner, size), equal = 0;
            for (int k = 0; k < size; k++) equal += x[start + (k * inner)] == y[i] ? 1 : 0;
            // Of NaN nothing is the extreme, and the gradient is NaN too.
            float share = equal == 0 ? float.NaN : dy[i] / equal;
            for (int k = 0; k < size; k++)
            {
                if (equal == 0 || x[start + (k * inner)] == y[i]) dx[start + (k * inner)] += share;
            }
        }
    }

    private (int Inner, int Size) Layout() => Axis is { } axis ? (Operand(0).Shape.CountBehind(axis), Operand(0).Shape[axis]) : (1, Operand(0).Count);

    private static int First(int result, int inner, int size) => (result / inner * inner * size) + (result % inner);
}
