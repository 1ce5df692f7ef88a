using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>What losses of classes expect of their targets.</summary>
internal static class ClassTargets
{
    /// <summary>Checks predictions and targets.</summary>
    /// <param name="loss">The loss's name.</param>
    /// <param name="predictions">What the predictions are: logits or probabilities.</param>
    /// <param name="shape">The predictions' shape.</param>
    /// <param name="targets">Labels or distributions.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    internal static void Require(string loss, string predictions, Shape shape, Targets targets)
    {
        if (shape.Rank != 2 || shape[1] == 0)
            throw new ArgumentException($"'{loss}' needs {predictions} of shape [rows, classes], not {shape}.", nameof(shape));
        if (!targets.AreLabels && targets.Values.Shape != shape)
            throw new ArgumentException($"'{loss}' with {predictions} of shape {shape} needs target distributions of the same shape, not "
                + $"{targets.Values.Shape}.", nameof(targets));
        if (!targets.AreLabels) return;
        ReadOnlySpan<int> labels = targets.Labels.Span;
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)shape[1])
                throw new ArgumentException($"Row {row} has label {labels[row]}; with {shape[1]} {predictions} labels are 0 to {shape[1] - 1}.",
                    nameof(targets));
        }
    }
}
