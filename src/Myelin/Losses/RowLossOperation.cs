using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>A loss of the rows of logits, whichever kernel it applies.</summary>
public interface IRowLossOperation
{
    /// <summary>The kernel with its constants.</summary>
    IRowLossKernel Kernel { get; }
}

/// <summary>A loss computed from each row of logits as a whole, against a label or a distribution.</summary>
/// <typeparam name="TKernel">The loss of one row.</typeparam>
public sealed class RowLossOperation<TKernel> : LossOperation, IRowLossOperation where TKernel : class, IRowLossKernel
{
    private TKernel? kernel;

    /// <inheritdoc/>
    public override string Name => TKernel.Name;

    /// <inheritdoc/>
    public IRowLossKernel Kernel => kernel!;

    /// <inheritdoc/>
    protected override bool DividesByClassWeights => TKernel.DividesByClassWeights && kernel!.Weights is not null;

    /// <summary>Computes the loss of logits against labels or distributions.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> with at least one class.</param>
    /// <param name="targets">Labels from 0 to classes - 1, or distributions of the logits' shape.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <param name="kernel">The loss of one row.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor Apply(Tensor logits, Targets targets, Tensor? rowWeights, Reduction reduction, TKernel kernel)
    {
        ClassTargets.Require(TKernel.Name, "logits", logits.Shape, targets);
        var operation = Record<RowLossOperation<TKernel>>(logits, targets, rowWeights, reduction);
        operation.kernel = kernel;
        return operation.Run();
    }

    /// <inheritdoc/>
    protected override float Divisor(int label) => ClassWeights.Of(kernel!.Weights, label);

    /// <inheritdoc/>
    protected override void Evaluate(int first, Span<float> losses, Span<float> gradients, float scale)
    {
        int width = Width;
        ReadOnlySpan<float> logits = OperandSpan(0).Slice(first * width, gradients.Length);
        if (HasLabels)
        {
            LabelledRows.Evaluate(kernel!, logits, Labels.Span.Slice(first, losses.Length), width, losses, gradients, scale);
            return;
        }

        ReadOnlySpan<float> targets = OperandSpan(1).Slice(first * width, gradients.Length);
        for (int row = 0, start = 0; row < losses.Length; row++, start += width)
            losses[row] = DistributionRow.Evaluate(kernel!, logits.Slice(start, width), targets.Slice(start, width), gradients.Slice(start, width), scale);
    }
}
