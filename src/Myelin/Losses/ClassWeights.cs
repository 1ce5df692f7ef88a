using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>Weights of classes: absent ones count 1.</summary>
internal static class ClassWeights
{
    internal static float Of(float[]? weights, int label) => weights is null ? 1 : weights[label];

    internal static string Text(float[] weights) => string.Join('/', weights.Select(Spec.Text));

    internal static void Require(float[]? weights)
    {
        if (weights is not null && Array.Exists(weights, weight => !(weight >= 0 && float.IsFinite(weight))))
            throw new ArgumentOutOfRangeException(nameof(weights), "Class weights are finite and 0 or more.");
    }

    internal static void RequireClasses(float[]? weights, Shape logits)
    {
        if (weights is not null && (logits.Rank != 2 || logits[1] != weights.Length))
            throw new ArgumentException($"There are {weights.Length} class weights, but the logits of shape {logits} do not have as many classes.", nameof(logits));
    }
}
