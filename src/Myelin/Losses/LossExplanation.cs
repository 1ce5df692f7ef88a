using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>What a loss makes of some rows, so that every number of it can be followed.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Reduction">What becomes of the rows' losses.</param>
/// <param name="Value">The reduced loss, as <see cref="Losses.Loss.Compute"/> gives it; NaN for <see cref="Reduction.None"/>.</param>
/// <param name="Divisor">What the sum is divided by: the sum of the rows' weights, the number of rows, or 1 for a sum.</param>
/// <param name="Rows">The rows in order.</param>
public sealed record LossExplanation(Loss Loss, Reduction Reduction, float Value, float Divisor, IReadOnlyList<ExplainedRow> Rows)
{
    /// <summary>Explains a loss, see <see cref="Losses.Loss.Explain"/>.</summary>
    internal static LossExplanation Of(Loss loss, Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        float[] losses = loss.RowLoss.Compute(prediction, targets, reduction: Reduction.None).ToArray();
        float[] weights = rowWeights?.ToArray() ?? [.. losses.Select(_ => 1f)];
        (float value, float[] gradient) = Differentiate(loss, prediction, targets, rowWeights, reduction);
        float[] weighted = [.. losses.Select((row, i) => weights[i] == 0 ? 0 : weights[i] * row)];
        double total = weighted.Sum(row => (double)row);
        float divisor = reduction switch
        {
            Reduction.Mean => weights.Select((weight, i) => weight * (targets.AreLabels ? loss.Divisor(targets.Labels[i]) : 1)).Sum(),
            Reduction.MeanOverRows => losses.Length,
            _ => 1,
        };
        int width = losses.Length == 0 ? 0 : prediction.Count / losses.Length;
        IReadOnlyList<IReadOnlyList<float>> terms = loss.Terms(prediction, targets);
        return new LossExplanation(loss, reduction, value, divisor, [.. losses.Select((row, i) => new ExplainedRow(
            Part(prediction.Span, i, width),
            targets.AreLabels ? [] : Part(targets.Values.Span, i, width),
            targets.AreLabels ? targets.Labels[i] : null,
            terms[i],
            row,
            weights[i],
            total == 0 ? 0 : weighted[i] / total,
            Part(gradient, i, width)))]);
    }

    private static (float Value, float[] Gradient) Differentiate(Loss loss, Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(prediction), value = loss.Compute(variable, targets, rowWeights, reduction);
        tape.Backward(reduction == Reduction.None ? value.Sum() : value);
        return (reduction == Reduction.None ? float.NaN : value.ToScalar(), tape.Gradient(variable).ToArray());
    }

    private static float[] Part(ReadOnlySpan<float> values, int row, int width) => values.Slice(row * width, width).ToArray();
}

/// <summary>What a loss makes of one row.</summary>
/// <param name="Prediction">The predictions.</param>
/// <param name="Target">The target values; empty where the target is a label.</param>
/// <param name="Label">The label; null where targets are values.</param>
/// <param name="Terms">The loss of each element by itself where the loss is computed by elements, their mean being the row's; a term for each class
/// where it is of classes, their sum being the row's; else the row's loss.</param>
/// <param name="Loss">The row's loss, before weights and reduction; its squared error where the loss is the root of the mean.</param>
/// <param name="Weight">The row's weight.</param>
/// <param name="Share">The part that the row has in the sum of all, from 0 to 1 where no loss is negative; 0 where the sum is 0.</param>
/// <param name="Gradient">The derivatives of the reduced loss by the predictions.</param>
public sealed record ExplainedRow(
    IReadOnlyList<float> Prediction,
    IReadOnlyList<float> Target,
    int? Label,
    IReadOnlyList<float> Terms,
    float Loss,
    float Weight,
    double Share,
    IReadOnlyList<float> Gradient);
