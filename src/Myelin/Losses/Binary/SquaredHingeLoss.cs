using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Squared hinge loss. Per element, with the score s, the target y, t = 2 y - 1 and h = max(0, 1 - t s): value h², derivative -2 t h, both
/// continuous everywhere. A row's loss is the mean over its elements. Scores, targets, infinite scores and NaN as in <see cref="HingeLoss"/>; a score
/// pays for its distance from the margin squared, so single rows pull harder.
/// </summary>
public sealed class SquaredHingeLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("squared-hinge", "The square of the hinge loss, smooth at the margin.",
        _ => new SquaredHingeLoss())
    { Suits = "two classes; gives scores, no probabilities" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromScores;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<SquaredHinge>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>h² with h = max(0, 1 - t s) and t = 2 y - 1; derivative -2 t h.</summary>
internal readonly struct SquaredHinge : IElementLossFunction
{
    public static string Name => "squared-hinge";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var missing = new MissingMargin(prediction, target);
        derivative = (missing.Value + missing.Value) * missing.Slope;
        return missing.Value * missing.Value;
    }
}
