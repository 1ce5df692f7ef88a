using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>A range of entries along one axis, copied; the gradient of the entries left out is 0.</summary>
internal sealed class SliceOperation : Operation
{
    /// <summary>The axis.</summary>
    public int Axis { get; private set; }

    /// <summary>The first entry.</summary>
    public int Start { get; private set; }

    /// <inheritdoc/>
    public override string Name => "slice";

    /// <summary>Takes a range of entries along an axis.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis, negative from the end.</param>
    /// <param name="start">The first entry.</param>
    /// <param name="count">The number of entries, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the axis.</exception>
    public static Tensor Apply(Tensor x, int axis, int start, int count)
    {
        Shape shape = x.Shape;
        int along = shape.Axis(axis);
        if (start < 0 || count < 0 || start > shape[along] - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"Entries {start} to {start + count - 1} leave axis {along} of {shape}.");
        var operation = Record<SliceOperation>(x);
        (operation.Axis, operation.Start) = (along, start);
        return operation.Run(shape.With(along, count));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        Blocks blocks = Blocks.Of(Operand(0).Shape, Result.Shape, Axis, Start);
        for (int i = 0; i < blocks.Count; i++) OperandSpan(0).Slice(blocks.WholeStart(i), blocks.Part).CopyTo(ResultSpan[(i * blocks.Part)..]);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (!accumulate) dx.Clear();
        Blocks blocks = Blocks.Of(Operand(0).Shape, Result.Shape, Axis, Start);
        for (int i = 0; i < blocks.Count; i++)
            Copy.To(ResultGradient.Slice(i * blocks.Part, blocks.Part), dx.Slice(blocks.WholeStart(i), blocks.Part), accumulate: true);
    }
}
