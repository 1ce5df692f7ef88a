using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// 1 - cos of the angle between each row of predictions and its target. Computed as ‖û - v̂‖² / 2, which is the same and keeps its digits
/// where the angle is small; see <see cref="CosineLoss"/>.
/// </summary>
public sealed class CosineLossOperation : LossOperation
{
    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <summary>Computes the loss of predictions against targets of the same shape.</summary>
    /// <param name="prediction">The predictions, rows first.</param>
    /// <param name="targets">Values of the same shape.</param>
    /// <param name="rowWeights">A weight for each row, or none.</param>
    /// <param name="reduction">What becomes of the rows' losses.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or targets are labels.</exception>
    public static Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        Shape shape = prediction.Shape;
        _ = shape.Axis(0);
        if (targets.AreLabels || targets.Values.Shape != shape)
        {
            string given = targets.AreLabels ? "labels" : $"targets of shape {targets.Values.Shape}";
            throw new ArgumentException($"Predictions of shape {shape} were given {given}; 'cosine' needs target vectors of the same shape.", nameof(targets));
        }

        return Record<CosineLossOperation>(prediction, targets, rowWeights, reduction).Run();
    }

    /// <inheritdoc/>
    protected override void Evaluate(int first, Span<float> losses, Span<float> gradients, float scale)
    {
        int width = Width;
        using Scratch scratch = Scratch.Take(width);
        Span<float> difference = scratch.Span;
        for (int row = 0; row < losses.Length; row++)
        {
            int start = (first + row) * width;
            Span<float> unit = gradients.Slice(row * width, width);
            RowNorm norm = RowNorm.Normalize(OperandSpan(0).Slice(start, width), unit),
                targetNorm = RowNorm.Normalize(OperandSpan(1).Slice(start, width), difference);
            if (norm.Root == 0 || targetNorm.Root == 0)
            {
                // NaN where the other vector is not finite.
                float zero = 0 * (norm.Root + targetNorm.Root);
                losses[row] = 1 + zero;
                unit.Fill(zero);
                continue;
            }

            Copy.Scaled(unit, -1, difference, accumulate: true);
            losses[row] = RowNorm.SumOfSquares(difference) * 0.5f;
            // v̂ - c û = (v̂ - û) + (1 - c) û.
            Copy.Scaled(unit, losses[row], difference, accumulate: true);
            norm.Divide(difference, -scale, unit);
        }
    }
}
