using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Binary cross-entropy from logits (not probabilities), natural logarithm. Per element, with the logit z and the target y from 0
/// to 1: value -y ln σ(z) - (1 - y) ln(1 - σ(z)) = max(z, 0) - z y + ln(1 + e^-|z|), derivative σ(z) - y = (1 - y) σ(z) - y σ(-z).
/// A row's loss is the mean over its elements. Exact for logits of any size; an infinite logit gives NaN or ∞; NaN gives NaN.
/// Targets are values of the logits' shape, or labels 0 and 1 with one logit a row.
/// </summary>
public sealed class BinaryCrossEntropyLoss : Loss
{
    /// <inheritdoc/>
    public override string Canonical => "binary-cross-entropy";

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromLogits;

    /// <inheritdoc/>
    public override Tensor Compute(Tensor prediction, Targets targets, Tensor? rowWeights = null, Reduction reduction = Reduction.Mean) =>
        PairLossOperation<BinaryCrossEntropy>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>max(z, 0) - z y + ln(1 + e^-|z|); derivative (1 - y) σ(z) - y σ(-z).</summary>
internal readonly struct BinaryCrossEntropy : IPairKernel
{
    public static string Name => "binary-cross-entropy";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var logit = new BinaryLogit(prediction);
        derivative = (Vector512<float>.One - target) * logit.Probability - target * logit.OtherProbability;
        return logit.CrossEntropy(target);
    }
}
