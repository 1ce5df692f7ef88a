using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>A loss of the rows of probabilities, whichever term it sums.</summary>
public interface IProbabilityRowOperation
{
    /// <summary>The term of one class, with its constants.</summary>
    IElementLossFunction Function { get; }

    /// <summary>What the terms of each class are multiplied by; null means 1.</summary>
    float[]? Weights { get; }
}

/// <summary>
/// A loss of rows of probabilities: the sum over the classes of a term of the class's probability and its share in the target, which is 1 for a
/// label's class and 0 for the others.
/// </summary>
/// <typeparam name="TFunction">The term.</typeparam>
public sealed class ProbabilityRowOperation<TFunction> : LossOperation, IProbabilityRowOperation where TFunction : unmanaged, IElementLossFunction
{
    private TFunction function;

    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <inheritdoc/>
    public IElementLossFunction Function => function;

    /// <inheritdoc/>
    public float[]? Weights { get; private set; }

    /// <inheritdoc/>
    protected override bool DividesByClassWeights => Weights is not null;

    /// <summary>Computes the loss of probabilities against labels or distributions.</summary>
    /// <param name="loss">The loss's name, for messages.</param>
    /// <param name="probabilities">The probabilities, <c>[rows, classes]</c> with at least one class.</param>
    /// <param name="targets">Labels from 0 to classes - 1, or distributions of the probabilities' shape.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <param name="function">The term.</param>
    /// <param name="classWeights">What the terms of each class are multiplied by, or none.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor Apply(string loss, Tensor probabilities, Targets targets, Tensor? rowWeights, Reduction reduction, TFunction function,
        float[]? classWeights)
    {
        ClassTargets.Require(loss, "probabilities", probabilities.Shape, targets);
        var operation = Record<ProbabilityRowOperation<TFunction>>(probabilities, targets, rowWeights, reduction);
        (operation.function, operation.Weights) = (function, classWeights);
        return operation.Run();
    }

    /// <inheritdoc/>
    protected override float Divisor(int label) => ClassWeights.Of(Weights, label);

    /// <inheritdoc/>
    protected override void Evaluate(int first, Span<float> losses, Span<float> gradients, float scale)
    {
        int width = Width;
        using Scratch shares = Scratch.Take(HasLabels ? width : 0);
        using Scratch terms = Scratch.Take(width);
        shares.Span.Clear();
        for (int row = 0; row < losses.Length; row++)
        {
            if (HasLabels) shares.Span[Labels[first + row]] = 1;
            int start = (first + row) * width;
            Span<float> own = gradients.Slice(row * width, width);
            PairLoop.Evaluate(function, OperandSpan(0).Slice(start, width), HasLabels ? shares.Span : OperandSpan(1).Slice(start, width), scale,
                terms.Span, own);
            if (Weights is not null)
            {
                Elementwise.Map(default(Copy.Weighted), terms.Span, Weights, terms.Span);
                Elementwise.Map(default(Copy.Weighted), own, Weights, own);
            }

            losses[row] = Sums.Of(terms.Span);
            if (HasLabels) shares.Span[Labels[first + row]] = 0;
        }
    }
}
