using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>A loss computed element by element, whichever function it applies.</summary>
public interface IElementLossOperation
{
    /// <summary>The function with its constants.</summary>
    IElementLossFunction Function { get; }
}

/// <summary>A loss computed element by element from a prediction and a target; a row's loss is the mean over its elements.</summary>
/// <typeparam name="TFunction">The loss of one element.</typeparam>
public sealed class ElementLossOperation<TFunction> : LossOperation, IElementLossOperation where TFunction : unmanaged, IElementLossFunction
{
    private TFunction function;
    private Storage labelValues = new(0);
    private Loss? asker;
    private LossDomain domain = LossDomain.AnyValue;
    private volatile bool mayBeOutside;

    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <inheritdoc/>
    public IElementLossFunction Function => function;

    /// <summary>Computes the loss of predictions against targets of the same shape, or against labels 0 and 1 of single predictions.</summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Values of the same shape; or labels, where each row has one prediction.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <param name="function">The loss of one element.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction, TFunction function)
    {
        Shape shape = prediction.Shape;
        _ = shape.Axis(0);
        if (targets.AreLabels ? shape.CountBehind(0) != 1 : targets.Values.Shape != shape)
        {
            string given = targets.AreLabels ? "labels" : $"targets of shape {targets.Values.Shape}";
            throw new ArgumentException($"Predictions of shape {shape} were given {given}; this loss needs targets of the same shape, or labels "
                + $"with one prediction a row.", nameof(targets));
        }

        var operation = Record<ElementLossOperation<TFunction>>(prediction, targets, rowWeights, reduction);
        operation.function = function;
        if (targets.AreLabels) operation.SetLabelValues();
        operation.asker = targets.Asker;
        operation.domain = targets.Asker?.Domain ?? LossDomain.AnyValue;
        operation.mayBeOutside = false;
        Tensor result = operation.Run();
        if (operation.mayBeOutside) LossArguments.RequireValues(operation.asker!, prediction, targets, rowWeights);
        return result;
    }

    /// <inheritdoc/>
    protected override int LossesPerRow => NeedsRowLosses ? 1 : Math.Max(1, Width);

    /// <inheritdoc/>
    protected override void Evaluate(int first, Span<float> losses, Span<float> gradients, float scale)
    {
        int width = Width / LossesPerRow, start = first * width, length = losses.Length * width;
        ReadOnlySpan<float> prediction = OperandSpan(0).Slice(start, length);
        ReadOnlySpan<float> target = (HasLabels ? labelValues.Span : OperandSpan(1)).Slice(start, length);
        if (width == 1)
        {
            EvaluateElements(prediction, target, scale, losses, gradients);
            return;
        }

        using Scratch values = Scratch.Take(length);
        EvaluateElements(prediction, target, scale / width, values.Span, gradients);
        for (int row = 0; row < losses.Length; row++) losses[row] = Sums.Of(values.Span.Slice(row * width, width)) / width;
    }

    private void EvaluateElements(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, float scale, Span<float> losses, Span<float> gradients)
    {
        if (asker is null)
        {
            PairLoop.Evaluate(function, prediction, target, scale, losses, gradients);
            return;
        }

        (float lowest, float highest) = domain.Output == LossOutput.Probabilities ? (0, 1) : (float.NegativeInfinity, float.PositiveInfinity);
        if (PairLoop.Evaluate(function, new PairLimits(lowest, highest, domain.LowestTarget, domain.HighestTarget), prediction, target, scale, losses,
            gradients)) mayBeOutside = true;
    }

    private void SetLabelValues()
    {
        if (labelValues.Capacity < Labels.Count) labelValues = new Storage(Labels.Count);
        Span<float> values = labelValues.Span;
        ReadOnlySpan<int> labels = Labels.Span;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] is not (0 or 1)) throw new ArgumentException($"Row {row} has label {labels[row]}; with one prediction a row labels are 0 or 1.");
            values[row] = labels[row];
        }
    }
}
