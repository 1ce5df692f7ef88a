using System.Runtime.CompilerServices;
using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>The axes in another order, copied: y's axis i is x's axis order[i]. The gradient goes back in the inverse order.</summary>
internal sealed class PermuteOperation : Operation
{
    private Axes order;

    /// <inheritdoc/>
    public override string Name => "permute";

    /// <summary>For each axis of the result, the axis of the operand that it was.</summary>
    public ReadOnlySpan<int> Order => ((ReadOnlySpan<int>)order)[..Operand(0).Shape.Rank];

    /// <summary>Reorders the axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="order">Every axis of <paramref name="x"/> once.</param>
    /// <exception cref="ArgumentException">Not every axis once.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> order)
    {
        Shape shape = x.Shape;
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        int seen = 0;
        if (order.Length == shape.Rank)
        {
            for (int axis = 0; axis < order.Length; axis++)
            {
                if ((uint)order[axis] >= (uint)shape.Rank) break;
                seen |= 1 << order[axis];
                sizes[axis] = shape[order[axis]];
            }
        }

        if (order.Length != shape.Rank || seen != (1 << shape.Rank) - 1)
            throw new ArgumentException($"The order [{string.Join(", ", order.ToArray())}] does not name each of the {shape.Rank} axes of "
                + $"{shape} once.", nameof(order));
        var operation = Record<PermuteOperation>(x);
        order.CopyTo(operation.order);
        return operation.Run(new Shape(sizes[..order.Length]));
    }

    /// <inheritdoc/>
    protected override void Forward() => Walk(OperandSpan(0), ResultSpan, backward: false, accumulate: false);

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        Walk(ResultGradient, dx, backward: true, accumulate);
    }

    private void Walk(ReadOnlySpan<float> from, Span<float> to, bool backward, bool accumulate)
    {
        Shape source = Operand(0).Shape, result = Result.Shape;
        Span<int> strides = stackalloc int[Shape.MaximumRank];
        Span<int> index = stackalloc int[Shape.MaximumRank];
        for (int axis = 0; axis < result.Rank; axis++) strides[axis] = source.CountBehind(order[axis]);
        for (int i = 0, position = 0; i < result.Count; i++)
        {
            if (!backward) to[i] = from[position];
            else if (accumulate) to[position] += from[i];
            else to[position] = from[i];
            for (int axis = result.Rank - 1; axis >= 0; axis--)
            {
                position += strides[axis];
                if (++index[axis] < result[axis]) break;
                position -= strides[axis] * result[axis];
                index[axis] = 0;
            }
        }
    }

    [InlineArray(Shape.MaximumRank)]
    private struct Axes
    {
        private int first;
    }
}
