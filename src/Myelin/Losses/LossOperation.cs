using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// What every loss does with its rows: value and gradient of each row in one pass, then weights and reduction. Operands: the
/// predictions, target values if any, row weights if any. The gradient by the predictions is kept and only scaled in the backward pass.
/// </summary>
public abstract class LossOperation : Operation
{
    private Storage rowLosses = new(0);
    private Storage rowFactors = new(0);
    private Storage gradient = new(0);
    private int weightOperand;

    /// <summary>What becomes of the rows' losses.</summary>
    public Reduction Reduction { get; private set; }

    /// <summary>The class labels; empty where targets are values.</summary>
    public Labels Labels { get; private set; }

    /// <summary>Whether targets are labels.</summary>
    public bool HasLabels { get; private set; }

    /// <summary>Whether rows have weights; they are the last operand.</summary>
    public bool HasRowWeights => weightOperand > 0;

    /// <summary>The number of rows.</summary>
    protected int Rows => Operand(0).Shape[0];

    /// <summary>The number of predictions a row.</summary>
    protected int Width => Operand(0).Shape.CountBehind(0);

    /// <summary>Computes every row's loss, its divisor in the mean, and the gradient of the row's loss by its predictions.</summary>
    /// <param name="losses">To fill: one value a row.</param>
    /// <param name="divisors">What each row counts in the mean's divisor; holds 1 for each row.</param>
    /// <param name="gradients">To fill, row by row; empty when no gradient is wanted.</param>
    protected abstract void Evaluate(Span<float> losses, Span<float> divisors, Span<float> gradients);

    /// <summary>Takes a record with the operands that every loss has.</summary>
    /// <typeparam name="TOperation">The kind of loss.</typeparam>
    /// <param name="prediction">The predictions.</param>
    /// <param name="targets">The targets, checked by the caller.</param>
    /// <param name="rowWeights">The row weights or none.</param>
    /// <param name="reduction">The reduction.</param>
    protected static TOperation Record<TOperation>(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) where TOperation : LossOperation, new()
    {
        int rows = prediction.Shape[0];
        if (rowWeights is { } given && given.Shape != new Shape(rows))
            throw new ArgumentException($"Row weights for predictions of shape {prediction.Shape} need the shape [{rows}], not {given.Shape}.", nameof(rowWeights));
        if (targets.AreLabels && targets.Labels.Count != rows)
            throw new ArgumentException($"Predictions of shape {prediction.Shape} need {rows} labels, not {targets.Labels.Count}.", nameof(targets));
        TOperation operation = (targets.AreLabels, rowWeights) switch
        {
            (true, null) => Record<TOperation>(prediction),
            (true, { } weights) => Record<TOperation>(prediction, weights),
            (false, null) => Record<TOperation>(prediction, targets.Values),
            (false, { } weights) => Record<TOperation>(prediction, targets.Values, weights),
        };
        for (int i = 1; i < operation.OperandCount; i++)
        {
            if (operation.Needs(i)) throw new ArgumentException("Targets and row weights are constants of a loss; they cannot need a gradient.", nameof(targets));
        }

        operation.Reduction = reduction;
        operation.Labels = targets.AreLabels ? targets.Labels : default;
        operation.HasLabels = targets.AreLabels;
        operation.weightOperand = rowWeights is null ? 0 : operation.OperandCount - 1;
        return operation;
    }

    /// <summary>Makes room for the result and computes it.</summary>
    protected Tensor Run() => Run(Reduction == Reduction.None ? new Shape(Rows) : new Shape());

    /// <inheritdoc/>
    protected sealed override void Forward()
    {
        rowLosses = Room(rowLosses, Rows);
        rowFactors = Room(rowFactors, Rows);
        if (WillDifferentiate) gradient = Room(gradient, Operand(0).Count);
        Span<float> losses = rowLosses.Span[..Rows], factors = rowFactors.Span[..Rows];
        factors.Fill(1);
        Evaluate(losses, factors, WillDifferentiate ? gradient.Span[..Operand(0).Count] : default);
        Weigh(losses, factors);
        if (Reduction == Reduction.None) losses.CopyTo(ResultSpan);
        else ResultSpan[0] = Sums.OfShards(losses, Tape?.Shards ?? 1) * MeanFactor();
    }

    /// <inheritdoc/>
    protected sealed override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        ReadOnlySpan<float> dy = ResultGradient, own = gradient.Span[..dx.Length];
        float common = MeanFactor();
        if (Reduction != Reduction.None && !HasRowWeights)
        {
            Copy.Scaled(own, dy[0] * common, dx, accumulate);
            return;
        }

        for (int row = 0; row < Rows; row++)
        {
            float weight = HasRowWeights ? OperandSpan(weightOperand)[row] : 1;
            float factor = dy[Reduction == Reduction.None ? row : 0] * common * weight;
            Copy.Scaled(own.Slice(row * Width, Width), factor, dx.Slice(row * Width, Width), accumulate);
        }
    }

    private void Weigh(Span<float> losses, Span<float> divisors)
    {
        if (!HasRowWeights) return;
        Elementwise.Map(default(Product), losses, OperandSpan(weightOperand), losses);
        Elementwise.Map(default(Product), divisors, OperandSpan(weightOperand), divisors);
    }

    private float MeanFactor() => Reduction == Reduction.Mean ? 1 / Sums.OfShards(rowFactors.Span[..Rows], Tape?.Shards ?? 1) : 1;

    private static Storage Room(Storage storage, int length) => storage.Capacity < length ? new Storage(length) : storage;

    private readonly struct Product : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a * b;
    }
}
