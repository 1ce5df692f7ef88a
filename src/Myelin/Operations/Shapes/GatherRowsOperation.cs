using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>Rows of a tensor by number, as in an embedding; a row's gradient is the sum over the places it was taken to, in their order.</summary>
internal sealed class GatherRowsOperation : Operation
{
    /// <summary>The rows taken.</summary>
    public Labels Rows { get; private set; }

    /// <inheritdoc/>
    public override string Name => "gather rows";

    /// <summary>Takes rows along the first axis.</summary>
    /// <param name="x">At least one axis.</param>
    /// <param name="rows">Row numbers from 0; a row may occur more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row that does not exist.</exception>
    public static Tensor Apply(Tensor x, Labels rows)
    {
        Shape shape = x.Shape;
        foreach (int row in rows.Span)
        {
            if ((uint)row >= (uint)shape[0])
                throw new ArgumentOutOfRangeException(nameof(rows), $"Row {row} was asked for; {shape} has rows 0 to {shape[0] - 1}.");
        }

        var operation = Record<GatherRowsOperation>(x);
        operation.Rows = rows;
        return operation.Run(shape.With(0, rows.Count));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        int width = Operand(0).Shape.CountBehind(0);
        for (int i = 0; i < Rows.Count; i++) OperandSpan(0).Slice(Rows[i] * width, width).CopyTo(ResultSpan[(i * width)..]);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (!accumulate) dx.Clear();
        int width = Operand(0).Shape.CountBehind(0);
        for (int i = 0; i < Rows.Count; i++) Copy.To(ResultGradient.Slice(i * width, width), dx.Slice(Rows[i] * width, width), accumulate: true);
    }
}
