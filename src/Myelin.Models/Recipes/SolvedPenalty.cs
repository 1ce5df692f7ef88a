using Myelin.Grammar;
using Myelin.Penalties;

namespace Myelin.Models.Recipes;

/// <summary>What ridge penalties of models that are solved for have in common.</summary>
internal static class SolvedPenalty
{
    /// <summary>λ where nothing is said.</summary>
    internal const float Usual = 0.0001f;

    /// <summary>λ of models whose coefficients would have no end without one, as where a plane separates the classes.</summary>
    internal static NumberOption AboveZero { get; } = new("lambda", "the weight of the sum of squared coefficients", Usual,
        NumberRange.Above(0, Penalty.LargestLambda));
}
