using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>Weights of classes: absent ones count 1.</summary>
internal static class ClassWeights
{
    internal static NumbersOption Option { get; } = new("weights", "a weight for each class, in the order of the classes", NumberRange.AtLeast(0));

    internal static float Of(float[]? weights, int label) => weights is null ? 1 : weights[label];

    internal static void RequireClasses(float[]? weights, Shape logits)
    {
        if (weights is not null && (logits.Rank != 2 || logits[1] != weights.Length))
            throw new ArgumentException($"There are {weights.Length} class weights, but the logits of shape {logits} do not have as many classes.",
                nameof(logits));
    }
}
