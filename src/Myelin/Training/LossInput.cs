using Myelin.Activations;
using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>
/// What a loss is given of a network's outputs. Networks end in logits, from which metrics and predictions start; a loss of probabilities gets these.
/// </summary>
internal static class LossInput
{
    private static readonly Activation Sigmoid = Activation.Parse(Activations.Sigmoid.Name);

    /// <summary>The outputs, or the probabilities that soft-max or a sigmoid makes of them.</summary>
    internal static Tensor Of(Loss loss, Tensor outputs)
    {
        if (loss.Domain.Output != LossOutput.Probabilities) return outputs;
        return loss.Domain.Task == LossTask.Classes ? outputs.Softmax() : Sigmoid.Apply(outputs);
    }
}
