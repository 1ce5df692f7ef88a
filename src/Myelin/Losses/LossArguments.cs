using Myelin.Grammar;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// What every loss asks of the values that it is given, by its <see cref="LossDomain"/>. NaN passes: it makes the loss NaN, which whoever trains or
/// reports finds.
/// </summary>
internal static class LossArguments
{
    /// <summary>Checks that there are rows, and their weights.</summary>
    /// <exception cref="ArgumentException">A weight that is negative or not finite.</exception>
    internal static void Require(Loss loss, Tensor prediction, Tensor? rowWeights)
    {
        Shape shape = prediction.Shape;
        if (shape.Rank == 0)
            throw new ArgumentException($"'{loss}' needs predictions with rows as their first axis, not of shape {shape}.", nameof(prediction));
        RowWeights.Check(Weights(rowWeights, shape[0]), shape[0]);
    }

    /// <summary>Checks the values of predictions and targets in all rows that count.</summary>
    /// <exception cref="OutsideDomainException">A value outside the loss's domain, with its row and the remedy.</exception>
    internal static void RequireValues(Loss loss, Tensor prediction, Targets targets, Tensor? rowWeights)
    {
        Shape shape = prediction.Shape;
        LossDomain domain = loss.Domain;
        int width = shape.CountBehind(0);
        ReadOnlySpan<float> weights = Weights(rowWeights, shape[0]);
        bool sums = domain.Task == LossTask.Classes && shape.Rank == 2 && width > 0;
        if (domain.Output == LossOutput.Probabilities)
        {
            if (FirstOutside(prediction.Span, 0, 1, width, weights) is var at and >= 0)
                throw new OutsideDomainException(at / width,
                    $"has the prediction {Spec.Text(prediction.Span[at])}, and '{loss}' takes probabilities from 0 to 1: soft-max or a sigmoid "
                        + $"makes them of a network's outputs.");
            if (sums && FirstNotAddingToOne(prediction.Span, width, weights) is var row and >= 0)
                throw NotAddingToOne(loss, "predicted probabilities", prediction, row, width);
        }

        if (targets.AreLabels || domain.Task == LossTask.Embedding) return;
        Tensor values = targets.Values;
        if (values.Shape != shape) return;
        if (domain.LimitsTargets && FirstOutside(values.Span, domain.LowestTarget, domain.HighestTarget, width, weights) is var place and >= 0)
            throw OutsideTarget(loss, domain, place / width, values.Span[place]);
        if (sums && FirstNotAddingToOne(values.Span, width, weights) is var wrong and >= 0) throw NotAddingToOne(loss, "target shares", values, wrong, width);
    }

    private static ReadOnlySpan<float> Weights(Tensor? rowWeights, int rows) => rowWeights is { } given && given.Count == rows ? given.Span : default;

    /// <summary>The first element outside in a row that counts, or -1.</summary>
    private static int FirstOutside(ReadOnlySpan<float> values, float lowest, float highest, int width, ReadOnlySpan<float> weights)
    {
        for (int start = 0; start < values.Length;)
        {
            if (Bounds.FirstOutside(values[start..], lowest, highest) is not (var found and >= 0)) return -1;
            int row = (start + found) / width;
            if (RowWeights.At(weights, row) > 0) return start + found;
            start = (row + 1) * width;
        }

        return -1;
    }

    /// <summary>The first row that counts and does not add up to 1, or -1.</summary>
    private static int FirstNotAddingToOne(ReadOnlySpan<float> values, int width, ReadOnlySpan<float> weights)
    {
        for (int first = 0; first < values.Length / width;)
        {
            if (Bounds.FirstRowNotAddingToOne(values[(first * width)..], width, LossDomain.SumTolerance) is not (var found and >= 0)) return -1;
            if (RowWeights.At(weights, first + found) > 0) return first + found;
            first += found + 1;
        }

        return -1;
    }

    private static OutsideDomainException OutsideTarget(Loss loss, LossDomain domain, int row, float value)
    {
        string range = (float.IsFinite(domain.LowestTarget), float.IsFinite(domain.HighestTarget)) switch
        {
            (true, true) => $"from {Spec.Text(domain.LowestTarget)} to {Spec.Text(domain.HighestTarget)}",
            (true, false) => $"of {Spec.Text(domain.LowestTarget)} or more",
            _ => $"of {Spec.Text(domain.HighestTarget)} or less",
        };
        string remedy = domain.Task switch
        {
            LossTask.Binary when value == -1 => $"; labels of -1 and 1 come in by {nameof(Labels)}.{nameof(Labels.FromSigns)}",
            LossTask.Binary or LossTask.Classes => ": a share of the class in the row",
            _ => "; take another loss, or leave the row out",
        };
        return new OutsideDomainException(row, $"has the target {Spec.Text(value)}, and '{loss}' takes targets {range}{remedy}.");
    }

    private static OutsideDomainException NotAddingToOne(Loss loss, string what, Tensor values, int row, int width)
    {
        string sum = Spec.Text(Sums.Of(values.Span.Slice(row * width, width)));
        return new(row,
            $"has {what} that add up to {sum}, and '{loss}' takes shares of 1 (within {Spec.Text(LossDomain.SumTolerance)}); divide each row by its sum.");
    }
}
