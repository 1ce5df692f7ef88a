using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>What the losses of rows are made of, for explanations.</summary>
public static class LossTerms
{
    /// <summary>The loss of each element by itself, whose mean is the row's loss.</summary>
    /// <param name="loss">An elementwise loss.</param>
    /// <param name="prediction">Predictions, a row for each target's row.</param>
    /// <param name="targets">Target values of the same shape.</param>
    public static IReadOnlyList<IReadOnlyList<float>> OfElements(Loss loss, Tensor prediction, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Tensor rows = prediction.Reshape(prediction.Count, 1);
        float[] elements = loss.Compute(rows, targets.Reshape(prediction.Count, 1), reduction: Reduction.None).ToArray();
        int width = prediction.Shape.CountBehind(0);
        return [.. Enumerable.Range(0, prediction.Shape[0]).Select(row => elements[(row * width)..((row + 1) * width)])];
    }

    /// <summary>
    /// A term for each class, whose sum is the row's loss: a distribution's loss is that of each class as the label, times its share; of a label only
    /// its own class has a share.
    /// </summary>
    /// <param name="loss">A loss of classes.</param>
    /// <param name="prediction">Predictions, a column for each class.</param>
    /// <param name="targets">Labels, or a distribution for each row.</param>
    public static IReadOnlyList<IReadOnlyList<float>> OfClasses(Loss loss, Tensor prediction, Targets targets)
    {
        ArgumentNullException.ThrowIfNull(loss);
        int width = prediction.Shape.CountBehind(0);
        float[][] terms = [.. Enumerable.Range(0, prediction.Shape[0]).Select(_ => new float[width])];
        for (int k = 0; k < width; k++)
        {
            float[] asLabel = loss.Compute(prediction, (Labels)Enumerable.Repeat(k, terms.Length).ToArray(), reduction: Reduction.None).ToArray();
            for (int row = 0; row < terms.Length; row++)
            {
                float share = targets.AreLabels ? (targets.Labels[row] == k ? 1 : 0) : targets.Values.Span[(row * width) + k];
                // 0 log 0 = 0, and a class without a share adds nothing, whatever its own loss.
                terms[row][k] = share == 0 ? 0 : share * asLabel[row];
            }
        }

        return terms;
    }

    /// <summary>The terms as the loss's <see cref="Loss.Domain"/> has them: of elements, of classes, or the row's loss itself.</summary>
    internal static IReadOnlyList<IReadOnlyList<float>> Of(Loss loss, Tensor prediction, Targets targets) => loss.Domain.Task switch
    {
        LossTask.Regression or LossTask.Binary when prediction.Shape.CountBehind(0) > 1 => OfElements(loss.RowLoss, prediction, targets.Values),
        LossTask.Classes => OfClasses(loss, prediction, targets),
        _ => [.. loss.RowLoss.Compute(prediction, targets, reduction: Reduction.None).ToArray().Select(row => (float[])[row])],
    };

    /// <summary>Labels as distributions that have all their weight on one class.</summary>
    internal static Tensor OneHot(Labels labels, int classes)
    {
        var values = new float[labels.Count * classes];
        for (int row = 0; row < labels.Count; row++) values[(row * classes) + labels[row]] = 1;
        return new Tensor(new Shape(labels.Count, classes), values);
    }
}
