using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Myelin.Benchmarks.Compare;

/// <summary>
/// Binary focal loss with γ = 2 as torchvision composes it from tensor operations; libtorch has no operation of its own for it.
/// </summary>
internal static class PeerFocal
{
    internal static Tensor Loss(Tensor logits, Tensor targets, float alpha)
    {
        using Tensor probability = logits.sigmoid();
        using Tensor crossEntropy = F.binary_cross_entropy_with_logits(logits, targets, reduction: TorchSharp.torch.nn.Reduction.None);
        using Tensor other = 1 - targets;
        using Tensor hit = probability * targets;
        using Tensor hitOther = (1 - probability) * other;
        using Tensor right = hit + hitOther;
        using Tensor missed = 1 - right;
        using Tensor factor = missed.pow(2);
        using Tensor faded = crossEntropy * factor;
        using Tensor weightOfOne = alpha * targets;
        using Tensor weightOfZero = (1 - alpha) * other;
        using Tensor weight = weightOfOne + weightOfZero;
        using Tensor losses = weight * faded;
        return losses.mean();
    }
}
