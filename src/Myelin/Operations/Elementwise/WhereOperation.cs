using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = a where a condition is not 0, else b, with explicit broadcasting; da = dy where a was taken, db = dy where b was, summed where an operand was
/// repeated.
/// </summary>
internal sealed class WhereOperation : Operation
{
    public override string Name => "where";

    internal static Tensor Apply(Tensor condition, Tensor chosen, Tensor otherwise)
    {
        Shape shape = Broadcasting.Common("where", Broadcasting.Common("where", condition.Shape, chosen.Shape), otherwise.Shape);
        return Record<WhereOperation>(condition, chosen, otherwise).Run(shape);
    }

    protected override void Forward()
    {
        Shape shape = Result.Shape;
        using var scratch = Broadcasting.Expand(OperandSpan(0), Operand(0).Shape, shape, out ReadOnlySpan<float> condition);
        using var scratchA = Broadcasting.Expand(OperandSpan(1), Operand(1).Shape, shape, out ReadOnlySpan<float> a);
        using var scratchB = Broadcasting.Expand(OperandSpan(2), Operand(2).Shape, shape, out ReadOnlySpan<float> b);
        Span<float> y = ResultSpan;
        for (int i = 0; i < y.Length; i++) y[i] = condition[i] != 0 ? a[i] : b[i];
    }

    protected override void Backward()
    {
        Shape shape = Result.Shape;
        using var scratch = Broadcasting.Expand(OperandSpan(0), Operand(0).Shape, shape, out ReadOnlySpan<float> condition);
        using Scratch part = Scratch.Take(shape.Count);
        for (int operand = 1; operand <= 2; operand++)
        {
            if (!Needs(operand)) continue;
            ReadOnlySpan<float> dy = ResultGradient;
            for (int i = 0; i < dy.Length; i++) part.Span[i] = (condition[i] != 0) == (operand == 1) ? dy[i] : 0;
            Span<float> gradient = GradientSpan(operand, out bool accumulate);
            Broadcasting.Reduce(part.Span, shape, gradient, Operand(operand).Shape, accumulate);
        }

        if (Needs(0))
        {
            Span<float> none = GradientSpan(0, out bool accumulate);
            if (!accumulate) none.Clear();
        }
    }
}
