using Myelin.Functions;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>A loss of the rows of logits, whichever function it applies.</summary>
public interface IClassLossOperation
{
    /// <summary>The function with its constants.</summary>
    IClassLossFunction Function { get; }
}

/// <summary>A loss computed from each row of logits as a whole, against a label or a distribution.</summary>
/// <typeparam name="TFunction">The loss of one row.</typeparam>
public sealed class ClassLossOperation<TFunction> : LossOperation, IClassLossOperation where TFunction : class, IClassLossFunction
{
    private TFunction? function;

    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <inheritdoc/>
    public IClassLossFunction Function => function!;

    /// <inheritdoc/>
    protected override bool DividesByClassWeights => TFunction.DividesByClassWeights && function!.Weights is not null;

    /// <summary>Computes the loss of logits against labels or distributions.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> with at least one class.</param>
    /// <param name="targets">Labels from 0 to classes - 1, or distributions of the logits' shape.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <param name="function">The loss of one row.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor Apply(Tensor logits, Targets targets, Tensor? rowWeights, Reduction reduction, TFunction function)
    {
        ClassTargets.Require(TFunction.Name, "logits", logits.Shape, targets);
        var operation = Record<ClassLossOperation<TFunction>>(logits, targets, rowWeights, reduction);
        operation.function = function;
        return operation.Run();
    }

    /// <inheritdoc/>
    protected override float Divisor(int label) => ClassWeights.Of(function!.Weights, label);

    /// <inheritdoc/>
    protected override void Evaluate(int first, Span<float> losses, Span<float> gradients, float scale)
    {
        int width = Width;
        ReadOnlySpan<float> logits = OperandSpan(0).Slice(first * width, gradients.Length);
        if (HasLabels)
        {
            LabelledRows.Evaluate(function!, logits, Labels.Span.Slice(first, losses.Length), width, losses, gradients, scale);
            return;
        }

        ReadOnlySpan<float> targets = OperandSpan(1).Slice(first * width, gradients.Length);
        for (int row = 0, start = 0; row < losses.Length; row++, start += width)
            losses[row] = DistributionRow.Evaluate(function!, logits.Slice(start, width), targets.Slice(start, width), gradients.Slice(start, width), scale);
    }
}
