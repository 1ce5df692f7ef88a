using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>Tensors one behind the other along an axis; each gets its range of the gradient. A tensor without entries along the axis adds nothing.</summary>
internal sealed class ConcatenateOperation : Operation
{
    /// <summary>The axis.</summary>
    public int Axis { get; private set; }

    /// <inheritdoc/>
    public override string Name => "concatenate";

    /// <summary>Joins tensors along an axis.</summary>
    /// <param name="axis">The axis, negative from the end.</param>
    /// <param name="tensors">At least one; the shapes are equal but for that axis.</param>
    /// <exception cref="ArgumentException">No tensors, or shapes that differ elsewhere.</exception>
    public static Tensor Apply(int axis, ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length == 0) throw new ArgumentException("There is nothing to concatenate.", nameof(tensors));
        Shape shape = tensors[0].Shape;
        int along = shape.Axis(axis), size = 0;
        foreach (Tensor tensor in tensors)
        {
            Shape other = tensor.Shape;
            if (other.Rank != shape.Rank || other.With(along, 0) != shape.With(along, 0))
                throw new ArgumentException($"{shape} and {other} differ in more than axis {along} and cannot be concatenated there.", nameof(tensors));
            size = checked(size + other[along]);
        }

        var operation = Record<ConcatenateOperation>(tensors[0], tensors[1..]);
        operation.Axis = along;
        return operation.Run(shape.With(along, size));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        for (int operand = 0, start = 0; operand < OperandCount; start += Operand(operand++).Shape[Axis])
        {
            Blocks blocks = Blocks.Of(Result.Shape, Operand(operand).Shape, Axis, start);
            for (int i = 0; i < blocks.Count; i++) OperandSpan(operand).Slice(i * blocks.Part, blocks.Part).CopyTo(ResultSpan[blocks.WholeStart(i)..]);
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        for (int operand = 0, start = 0; operand < OperandCount; start += Operand(operand++).Shape[Axis])
        {
            if (!Needs(operand)) continue;
            Blocks blocks = Blocks.Of(Result.Shape, Operand(operand).Shape, Axis, start);
            Span<float> dx = GradientSpan(operand, out bool accumulate);
            for (int i = 0; i < blocks.Count; i++)
                Copy.To(ResultGradient.Slice(blocks.WholeStart(i), blocks.Part), dx.Slice(i * blocks.Part, blocks.Part), accumulate);
        }
    }
}
