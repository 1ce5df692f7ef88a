using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>A loss computed element by element, whichever kernel it applies.</summary>
public interface IPairLossOperation
{
    /// <summary>The kernel with its constants.</summary>
    IPairKernel Kernel { get; }
}

/// <summary>A loss computed element by element from a prediction and a target; a row's loss is the mean over its elements.</summary>
/// <typeparam name="TKernel">The loss of one element.</typeparam>
public sealed class PairLossOperation<TKernel> : LossOperation, IPairLossOperation where TKernel : unmanaged, IPairKernel
{
    private TKernel kernel;
    private Storage labelValues = new(0);

    /// <inheritdoc/>
    public override string Name => TKernel.Name;

    /// <inheritdoc/>
    public IPairKernel Kernel => kernel;

    /// <summary>Computes the loss of predictions against targets of the same shape, or against labels 0 and 1 of single predictions.</summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Values of the same shape; or labels, where each row has one prediction.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <param name="kernel">The loss of one element.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction, TKernel kernel)
    {
        Shape shape = prediction.Shape;
        _ = shape.Axis(0);
        if (targets.AreLabels ? shape.CountBehind(0) != 1 : targets.Values.Shape != shape)
        {
            string given = targets.AreLabels ? "labels" : $"targets of shape {targets.Values.Shape}";
            throw new ArgumentException($"Predictions of shape {shape} were given {given}; this loss needs targets of the same shape, or labels with one prediction a row.", nameof(targets));
        }

        var operation = Record<PairLossOperation<TKernel>>(prediction, targets, rowWeights, reduction);
        operation.kernel = kernel;
        return operation.Run();
    }

    /// <inheritdoc/>
    protected override void Evaluate(Span<float> losses, Span<float> divisors, Span<float> gradients)
    {
        ReadOnlySpan<float> target = HasLabels ? LabelValues() : OperandSpan(1);
        using Scratch unwanted = Scratch.Take(gradients.IsEmpty ? target.Length : 0);
        if (gradients.IsEmpty) gradients = unwanted.Span;
        if (Width == 1)
        {
            PairLoop.Evaluate(kernel, OperandSpan(0), target, losses, gradients);
            return;
        }

        using Scratch values = Scratch.Take(target.Length);
        PairLoop.Evaluate(kernel, OperandSpan(0), target, values.Span, gradients);
        for (int row = 0; row < losses.Length; row++) losses[row] = Sums.Of(values.Span.Slice(row * Width, Width)) / Width;
        Copy.Scaled(gradients, 1f / Width, gradients, accumulate: false);
    }

    private ReadOnlySpan<float> LabelValues()
    {
        if (labelValues.Capacity < Labels.Count) labelValues = new Storage(Labels.Count);
        Span<float> values = labelValues.Span[..Labels.Count];
        for (int row = 0; row < values.Length; row++)
        {
            if (Labels[row] is not (0 or 1)) throw new ArgumentException($"Row {row} has label {Labels[row]}; with one prediction a row labels are 0 or 1.");
            values[row] = Labels[row];
        }

        return values;
    }
}
