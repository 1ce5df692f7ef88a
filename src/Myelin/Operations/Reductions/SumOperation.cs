using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>y = factor · Σ x, over all elements or along one axis; dx = factor · dy, repeated. Sum with factor 1, mean with 1 / count.</summary>
internal sealed class SumOperation : Operation
{
    /// <summary>The axis summed over, or null for all of them.</summary>
    public int? Axis { get; private set; }

    /// <summary>What the sum is multiplied by.</summary>
    public float Factor { get; private set; }

    /// <inheritdoc/>
    public override string Name => Factor == 1 ? "sum" : "mean";

    /// <summary>Sums, along one axis whose size becomes 1, or over everything to a scalar.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, negative from the end; null for all.</param>
    /// <param name="mean">Whether to divide by the number of terms. The mean of nothing is NaN.</param>
    public static Tensor Apply(Tensor x, int? axis, bool mean)
    {
        Shape shape = x.Shape;
        var operation = Record<SumOperation>(x);
        operation.Axis = axis is { } given ? shape.Axis(given) : null;
        int terms = operation.Axis is { } along ? shape[along] : shape.Count;
        operation.Factor = mean ? 1f / terms : 1;
        return operation.Run(operation.Axis is { } kept ? shape.With(kept, 1) : new Shape());
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        if (Axis is { } axis) AxisSum.Run(OperandSpan(0), Operand(0).Shape, axis, ResultSpan);
        else ResultSpan[0] = Tape is { Shards: > 1 } && Operand(0).Shape.Rank == 1 ? Sums.OfShards(OperandSpan(0), Tape.Shards) : Sums.Of(OperandSpan(0));
        if (Factor != 1) Copy.Scaled(ResultSpan, Factor, ResultSpan, accumulate: false);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        using Scratch repeated = Broadcasting.Expand(ResultGradient, Result.Shape, Operand(0).Shape, out ReadOnlySpan<float> dy);
        Copy.Scaled(dy, Factor, dx, accumulate);
    }
}
