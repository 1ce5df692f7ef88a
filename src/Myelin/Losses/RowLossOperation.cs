using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>The loss of a row of logits, whichever kernel it applies.</summary>
public interface IRowLossKernel
{
    /// <summary>The loss's name, for error messages and descriptions.</summary>
    static abstract string Name { get; }

    /// <summary>The loss of a row against a class label, and its gradient by the logits.</summary>
    /// <param name="logits">The logits, one a class.</param>
    /// <param name="label">The class.</param>
    /// <param name="gradient">To fill, one a class.</param>
    float Evaluate(ReadOnlySpan<float> logits, int label, Span<float> gradient);

    /// <summary>The loss of a row against a distribution over the classes, and its gradient by the logits.</summary>
    /// <param name="logits">The logits, one a class.</param>
    /// <param name="target">The target probabilities, one a class.</param>
    /// <param name="gradient">To fill, one a class.</param>
    float Evaluate(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> gradient);

    /// <summary>What a row with this label counts in the divisor of the mean.</summary>
    /// <param name="label">The class.</param>
    float Divisor(int label);
}

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

    /// <summary>Computes the loss of logits against labels or distributions.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> with at least one class.</param>
    /// <param name="targets">Labels from 0 to classes - 1, or distributions of the logits' shape.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <param name="kernel">The loss of one row.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor Apply(Tensor logits, Targets targets, Tensor? rowWeights, Reduction reduction, TKernel kernel)
    {
        Shape shape = logits.Shape;
        if (shape.Rank != 2 || shape[1] == 0) throw new ArgumentException($"'{TKernel.Name}' needs logits of shape [rows, classes], not {shape}.", nameof(logits));
        if (!targets.AreLabels && targets.Values.Shape != shape)
            throw new ArgumentException($"'{TKernel.Name}' with logits of shape {shape} needs target distributions of the same shape, not {targets.Values.Shape}.", nameof(targets));
        if (targets.AreLabels) RequireLabels(targets.Labels, shape[1]);
        var operation = Record<RowLossOperation<TKernel>>(logits, targets, rowWeights, reduction);
        operation.kernel = kernel;
        return operation.Run();
    }

    /// <inheritdoc/>
    protected override void Evaluate(Span<float> losses, Span<float> divisors, Span<float> gradients)
    {
        int width = Width;
        ReadOnlySpan<float> logits = OperandSpan(0);
        using Scratch unwanted = Scratch.Take(gradients.IsEmpty ? width : 0);
        for (int row = 0; row < losses.Length; row++)
        {
            Span<float> gradient = gradients.IsEmpty ? unwanted.Span : gradients.Slice(row * width, width);
            ReadOnlySpan<float> own = logits.Slice(row * width, width);
            if (HasLabels)
            {
                losses[row] = kernel!.Evaluate(own, Labels[row], gradient);
                divisors[row] = kernel.Divisor(Labels[row]);
            }
            else
            {
                losses[row] = kernel!.Evaluate(own, OperandSpan(1).Slice(row * width, width), gradient);
            }
        }
    }

    private static void RequireLabels(Labels labels, int classes)
    {
        for (int row = 0; row < labels.Count; row++)
        {
            if ((uint)labels[row] >= (uint)classes)
                throw new ArgumentException($"Row {row} has label {labels[row]}; with {classes} logits labels are 0 to {classes - 1}.", nameof(labels));
        }
    }
}
