using Myelin.Autograd;
using Myelin.Data;
using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>A batch's targets and weights as operands for a loss.</summary>
internal static class BatchTargets
{
    /// <summary>The labels, or the target values in the predictions' shape.</summary>
    internal static Targets Of(Tape tape, Batch batch, Shape prediction)
    {
        if (batch.HasLabels) return batch.ToLabels();
        if (batch.TargetShape != prediction)
            throw new ArgumentException($"The network gives predictions of shape {prediction}, but the data has targets of shape {batch.TargetShape}.");
        return tape.View(prediction, batch.TargetStorage);
    }

    internal static Tensor? Weights(Tape tape, Batch batch) => batch.HasWeights ? tape.View(new Shape(batch.Rows), batch.WeightStorage) : null;
}
