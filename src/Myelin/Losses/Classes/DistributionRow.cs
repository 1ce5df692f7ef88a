using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Kernels;

namespace Myelin.Losses;

/// <summary>
/// The loss of a row against a distribution t over the classes: Σ_k t_k w_k f(c_k), the mean of the losses against each class as the
/// label. Its gradient is p_i Σ_k s_k - s_i with s_k = t_k w_k f'(c_k). A class of probability 0 in t adds 0.
/// </summary>
internal static class DistributionRow
{
    internal static float Evaluate(IClassLossFunction function, ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> gradient, float scale)
    {
        SoftmaxRow softmax = SoftmaxRow.Compute(logits, gradient);
        int width = logits.Length, padded = Storage.RoundUp(width);
        using Scratch scratch = Scratch.Take(2 * padded);
        Span<float> terms = scratch.Span[..width], slopes = scratch.Span.Slice(padded, width);
        Vector512<float> maximum = Vector512.Create(softmax.Maximum), sum = Vector512.Create(softmax.Sum);
        Vector512<float> logOfSum = VectorMath.Log1p(Vector512.Create(softmax.Rest)), missedOfLargest = Vector512.Create(softmax.Rest) / sum;
        for (int i = 0; i < width; i += Lanes.Count)
        {
            int end = Math.Min(width, i + Lanes.Count);
            Vector512<float> probability = Lanes.LoadPart(gradient[i..end]) / sum;
            Vector512<float> isLargest = Vector512.Equals(Vector512.CreateSequence(i, 1), Vector512.Create(softmax.ArgMax)).AsSingle();
            Vector512<float> missed = Vector512.ConditionalSelect(isLargest, missedOfLargest, Vector512<float>.One - probability);
            Vector512<float> value = function.Evaluate(logOfSum + (maximum - Lanes.LoadPart(logits[i..end])), probability, missed, out Vector512<float> slope);
            Vector512<float> share = Lanes.LoadPart(target[i..end]);
            if (function.Weights is { } weights) share *= Lanes.LoadPart(weights.AsSpan(i, end - i));
            Vector512<float> none = Vector512.Equals(share, Vector512<float>.Zero);
            Lanes.StorePart(Vector512.ConditionalSelect(none, Vector512<float>.Zero, share * value), terms[i..end]);
            Lanes.StorePart(Vector512.ConditionalSelect(none, Vector512<float>.Zero, share * slope), slopes[i..end]);
        }

        Vector512<float> factor = Vector512.Create(Sums.Of(slopes)) / sum, scales = Vector512.Create(scale);
        for (int i = 0; i < width; i += Lanes.Count)
        {
            int end = Math.Min(width, i + Lanes.Count);
            Vector512<float> slope = Vector512.FusedMultiplyAdd(Lanes.LoadPart(gradient[i..end]), factor, -Lanes.LoadPart(slopes[i..end]));
            Lanes.StorePart(slope * scales, gradient[i..end]);
        }

        return Sums.Of(terms);
    }
}
